import numpy as np


def sigmoid(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


def lstm(x, prev_h, prev_c, W, U, b):
    z = np.dot(x, W.T) + np.dot(prev_h, U.T) + b
    H = prev_h.shape[-1]
    i = sigmoid(z[..., :H])
    f = sigmoid(z[..., H:2 * H])
    g = np.tanh(z[..., 2 * H:3 * H])
    o = sigmoid(z[..., 3 * H:])
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return c, h
