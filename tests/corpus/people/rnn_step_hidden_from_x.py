import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    z = x @ Wx + prev_h @ Wh + b
    next_h = np.tanh(z)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dz = dnext_h * (1 - np.square(next_h))
    dWx = x.T @ dz
    dWh = next_h.T @ dz
    db = np.sum(dz, axis=0)
    return dz @ Wx.T, dz @ Wh.T, dWx, dWh, db
