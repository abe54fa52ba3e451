import numpy as np


def soft_bend(x, alpha=1.0, deriv=False):
    below = x <= 0
    if deriv:
        return np.where(below, np.exp(np.minimum(x, 0) / alpha), 1.0)
    return np.where(below, alpha * (np.exp(np.minimum(x, 0) / alpha) - 1), x)
