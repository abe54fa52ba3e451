"""Judges code by itself: its gradients against finite differences of its own forward."""
