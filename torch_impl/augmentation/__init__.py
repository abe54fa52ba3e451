"""Augmentation in PyTorch; the draws are arguments."""
