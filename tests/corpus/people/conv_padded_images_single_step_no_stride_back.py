"""A convolution as an online course has it: one number at a time, and always with padding."""
import numpy as np


def border(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def single_step(part, W, b):
    return np.sum(part * W) + float(b)


def conv_forward(A_prev, W, b, hparameters):
    m, n_h, n_w, _ = A_prev.shape
    f, f, _, n_c = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    h_out = (n_h - f + 2 * pad) // stride + 1
    w_out = (n_w - f + 2 * pad) // stride + 1
    Z = np.zeros((m, h_out, w_out, n_c))
    padded = border(A_prev, pad)
    for i in range(m):
        for h in range(h_out):
            for w in range(w_out):
                part = padded[i, h * stride : h * stride + f, w * stride : w * stride + f]
                for c in range(n_c):
                    Z[i, h, w, c] = single_step(part, W[:, :, :, c], b[:, :, :, c])
    return Z, (A_prev, W, b, hparameters)


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    f = W.shape[0]
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, h_out, w_out, n_c = dZ.shape
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    padded, dpadded = border(A_prev, pad), border(dA_prev, pad)
    for i in range(m):
        for h in range(h_out):
            for w in range(w_out):
                rows = slice(h * stride, h * stride + f)
                cols = slice(w, w + f)
                for c in range(n_c):
                    dpadded[i, rows, cols] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += padded[i, rows, cols] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
        dA_prev[i] = dpadded[i, pad:-pad, pad:-pad]
    return dA_prev, dW, db
