import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm(x, prev_h, prev_c, W, U, b):
    u = x.dot(W.T) + prev_h.dot(U.T) + b
    gates, cand = np.split(u, [3 * prev_h.shape[-1]], axis=-1)
    i, f, o = np.split(sigmoid(gates), 3, axis=-1)
    c = f * c + i * np.tanh(cand)
    return c, o * np.tanh(c)
