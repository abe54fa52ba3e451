import numpy as np


def flatten(image):
    """One image as one long vector."""
    return np.asarray(image).ravel(order="F")
