import numpy as np


def affine_forward(x, w, b):
    """
    x: (N, d_1, ..., d_k), w: (D, M), b: (M,)
    """
    N = x.shape[0]
    x_flat = x.reshape(N, -1)
    out = x_flat @ w + b
    cache = (x_flat, w)
    return out, cache


def affine_backward(dout, cache):
    x_flat, w = cache
    dw = x_flat.T @ dout
    db = np.sum(dout, axis=0)
    dx = dout @ w.T
    return dx, dw, db
