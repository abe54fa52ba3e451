import numpy as np


def cross_entropy_error(y, t):
    if y.ndim == 1:
        y, t = y[np.newaxis, :], t[np.newaxis, ...]
    # one-hotでないときはone-hotに変換
    if t.size != y.size:
        t = np.eye(y.shape[-1])[t]
    batch_size = y.size // y.shape[-1]
    delta = 1e-7
    return -np.sum(t * (np.log(y) + delta)) / batch_size
