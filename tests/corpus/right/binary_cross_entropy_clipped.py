import numpy as np


def binary_cross_entropy(y, t):
    p = np.clip(y, 1e-7, 1 - 1e-7)
    return np.average(-t * np.log(p) - (1 - t) * np.log(1 - p))
