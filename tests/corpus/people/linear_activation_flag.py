import numpy as np


def linear(x, derivative=False):
    if derivative:
        return np.ones(x.shape)
    return x
