import numpy as np


def cross_entropy(y, t):
    """交差エントロピー誤差(one-hot専用)"""
    if y.ndim == 1:
        y = y[np.newaxis, :]
        t = t[np.newaxis, :]
    delta = 1e-7
    return -1 * (t * np.log(y + delta)).sum() / y.shape[0]
