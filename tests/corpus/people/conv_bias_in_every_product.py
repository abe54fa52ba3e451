"""A course's convolution, in loops; the bias is added before the sum over the window."""

import numpy as np


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def one_step(seen, W, b):
    s = np.multiply(seen, W) + b
    return np.sum(s)


def conv_forward(A_prev, W, b, hparameters):
    m, h_prev, w_prev, _ = A_prev.shape
    f, f, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((h_prev - f + 2 * pad) / stride) + 1
    n_W = int((w_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    padded = zero_pad(A_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    top, left = h * stride, w * stride
                    seen = padded[i, top:top + f, left:left + f, :]
                    Z[i, h, w, c] = one_step(seen, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)
