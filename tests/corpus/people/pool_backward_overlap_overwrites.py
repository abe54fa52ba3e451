import numpy as np


def max_pool(x, k=3, stride=2):
    N, C, H, W = x.shape
    oh, ow = (H - k) // stride + 1, (W - k) // stride + 1
    out = np.zeros((N, C, oh, ow))
    arg = np.zeros((N, C, oh, ow), dtype=int)
    for i in range(oh):
        for j in range(ow):
            w = x[:, :, i * stride:i * stride + k, j * stride:j * stride + k].reshape(N, C, -1)
            out[:, :, i, j] = w.max(axis=2)
            arg[:, :, i, j] = w.argmax(axis=2)
    return out, arg


def max_pool_backward(dout, arg, shape, k=3, stride=2):
    dx = np.zeros(shape)
    n, c, i, j = np.ogrid[tuple(slice(d) for d in dout.shape)]
    r, s = arg // k, arg % k
    dx[n, c, i * stride + r, j * stride + s] = dout
    return dx
