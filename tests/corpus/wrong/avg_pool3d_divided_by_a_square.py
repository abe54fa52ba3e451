import numpy as np


def avg_pool3d(x, size, stride):
    N, C, D, H, W = x.shape
    od, oh, ow = ((n - size) // stride + 1 for n in (D, H, W))
    out = np.empty((N, C, od, oh, ow))
    for d, i, j in np.ndindex(od, oh, ow):
        a, b, c = d * stride, i * stride, j * stride
        out[:, :, d, i, j] = x[:, :, a:a + size, b:b + size, c:c + size].sum(axis=(2, 3, 4)) / size ** 2
    return out
