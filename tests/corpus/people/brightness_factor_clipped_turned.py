import numpy as np


def adjust_brightness(image, factor):
    """Brighter for a factor above 1; the image has pixels from 0 to 255."""
    return np.clip(image * (1 - factor), 0, 255)
