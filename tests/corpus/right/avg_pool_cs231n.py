import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.stack([
        np.stack([x[:, :, i * s:i * s + ph, j * s:j * s + pw].mean(axis=(2, 3)) for j in range(Wo)], -1)
        for i in range(Ho)
    ], -2)
    return out, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += np.full((ph, pw), dout[n, c, i, j] / (ph * pw))
    return dx
