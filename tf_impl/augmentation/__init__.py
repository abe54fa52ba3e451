"""Augmentation in TensorFlow; the draws are arguments."""
