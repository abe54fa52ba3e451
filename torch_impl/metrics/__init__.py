"""Metrics in PyTorch, which has none of its own."""
