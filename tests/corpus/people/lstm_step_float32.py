import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_step(x, h_prev, c_prev, Wx, Wh, b):
    A = (x @ Wx + h_prev @ Wh + b).astype(np.float32)
    H = h_prev.shape[1]
    f = sigmoid(A[:, :H])
    i = sigmoid(A[:, H:2 * H])
    g = np.tanh(A[:, 2 * H:3 * H])
    o = sigmoid(A[:, 3 * H:])
    c = f * c_prev + i * g
    return o * np.tanh(c), c
