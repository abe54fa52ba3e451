"""Judges people's own from-scratch code: ``parity check``."""
