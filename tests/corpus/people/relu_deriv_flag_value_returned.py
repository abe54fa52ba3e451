import numpy as np


def relu(x, derivative=False):
    if derivative:
        return np.where(x > 0, x, 0)
    return np.maximum(0, x)
