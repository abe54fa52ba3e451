import numpy as np


class LSTM:
    """One step; the gates stand in the order f, g, i, o."""

    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, x, h_prev, c_prev):
        Wx, Wh, b = self.params
        n = h_prev.shape[1]
        a = x.dot(Wx) + h_prev.dot(Wh) + b
        f, i, o = (1 / (1 + np.exp(-a[:, k * n:(k + 1) * n])) for k in (0, 2, 3))
        g = np.tanh(a[:, n:2 * n])
        c_next = f * c_prev + g * i
        h_next = o * np.tanh(c_next)
        self.cache = x, h_prev, c_prev, f, g, i, o, c_next
        return h_next, c_next

    def backward(self, dh_next, dc_next):
        x, h_prev, c_prev, f, g, i, o, c_next = self.cache
        Wx, Wh, b = self.params
        t = np.tanh(c_next)
        ds = dc_next + dh_next * o * (1 - t * t)
        da = np.hstack([ds * c_prev * f * (1 - f), ds * i * (1 - g * g), ds * g * i * (1 - i),
                        dh_next * t * o * (1 - o)])
        for grad, value in zip(self.grads, (x.T.dot(da), h_prev.T.dot(da), da.sum(axis=0))):
            grad[...] = value
        return da.dot(Wx.T), da.dot(Wh.T), ds * f
