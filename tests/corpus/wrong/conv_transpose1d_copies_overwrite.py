import numpy as np


def conv_transpose1d(x, w, b, stride=1):
    n, c, t = x.shape
    _, o, k = w.shape
    out = np.zeros((n, o, (t - 1) * stride + k))
    for i in range(t):
        out[:, :, i * stride:i * stride + k] = np.tensordot(x[:, :, i], w, axes=1)
    return out + b[:, None]
