"""Augmentation: data that are changed while their labels stay right; the draws are arguments."""
