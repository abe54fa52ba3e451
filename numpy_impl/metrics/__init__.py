"""Metrics: how good predictions are, in numbers that people report."""
