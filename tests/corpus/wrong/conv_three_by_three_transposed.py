import numpy as np


def conv2d(x, W, b):
    """Kernels of three by three."""
    n, _, h, w = x.shape
    y = np.empty((n, len(W), h - 2, w - 2))
    for i in range(h - 2):
        for j in range(w - 2):
            y[:, :, i, j] = np.einsum("ncij,fcji->nf", x[:, :, i : i + 3, j : j + 3], W)
    return y + b.reshape(1, -1, 1, 1)

