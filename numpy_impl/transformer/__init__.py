"""Blocks and whole networks made of attention, in NumPy."""
