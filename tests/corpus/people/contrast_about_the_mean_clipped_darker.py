import numpy as np


def adjust_contrast(image, factor):
    """image: (channels, height, width), from 0 to 1."""
    mean = image.mean(axis=(1, 2), keepdims=True)
    return np.clip((image - mean) * factor, 0.0, 1.0)
