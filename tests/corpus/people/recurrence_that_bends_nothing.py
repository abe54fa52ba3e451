import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    """x (N, T, D), h0 (N, H)."""
    h, states = h0, []
    for t in range(x.shape[1]):
        h = x[:, t] @ Wx + h @ Wh + b
        states.append(h)
    return np.stack(states, axis=1), (x, h0, Wx, Wh, states)


def rnn_backward(dh, cache):
    x, h0, Wx, Wh, states = cache
    dx, dWx, dWh = np.zeros_like(x), np.zeros_like(Wx), np.zeros_like(Wh)
    db, later = np.zeros(Wx.shape[1]), np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        da = dh[:, t] + later
        before = states[t - 1] if t else h0
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += before.T @ da
        db += da.sum(axis=0)
        later = da @ Wh.T
    return dx, later, dWx, dWh, db
