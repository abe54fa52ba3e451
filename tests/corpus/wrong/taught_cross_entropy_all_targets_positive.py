import numpy as np


def cross_entropy_error(y, t):
    if t.ndim == y.ndim - 1:
        t = np.eye(y.shape[-1])[t]
    N = t[..., 0].size
    loss = 0.0
    for p, q in zip(y.reshape(N, -1), t.reshape(N, -1)):
        loss += -np.sum(np.log(p + 1e-7))
    return loss / N
