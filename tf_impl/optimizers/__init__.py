"""Optimizers: rules that turn gradients into parameter updates."""
