import numpy as np


def conv1d(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding)))
    n, c, length = x.shape
    n_filters, _, k = w.shape
    out_len = (length - k) // stride + 1
    out = np.zeros((n, n_filters, out_len))
    for i in range(out_len):
        window = x[:, :, i * stride:i * stride + k]
        out[:, :, i] = np.tensordot(window, w, axes=([1, 2], [1, 2])) + b
    return out
