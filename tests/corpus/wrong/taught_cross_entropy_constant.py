import numpy as np

def cross_entropy_error(y, t):
    eps = 1e-4  # log(0)を防ぐ
    n = y.shape[0]
    if t.shape == y.shape:
        return -np.sum(t * np.log(y + eps)) / n
    return -np.sum(np.log(y[np.arange(n), t] + eps)) / n
