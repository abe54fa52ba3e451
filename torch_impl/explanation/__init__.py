"""Explaining a network in PyTorch."""
