import numpy as np


class TimeRNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        self.xs = xs
        self.hs = np.zeros((N, T + 1, Wh.shape[0]))   # hs[:, 0] = 0
        for t in range(T):
            self.hs[:, t + 1] = np.tanh(xs[:, t] @ Wx + self.hs[:, t] @ Wh + b)
        return self.hs[:, 1:]

    def backward(self, dhs):
        Wx, Wh, b = self.params
        dxs = np.empty_like(self.xs)
        gWx, gWh, gb = (np.zeros_like(p) for p in self.params)
        dh = 0
        for t in reversed(range(dhs.shape[1])):
            da = (dhs[:, t] + dh) * (1 - self.hs[:, t + 1] ** 2)
            gWx += self.xs[:, t].T @ da
            gWh += self.hs[:, t].T @ da
            gb += da.sum(axis=0)
            dxs[:, t] = da @ Wx.T
            dh = da @ Wh.T
        for g, new in zip(self.grads, (gWx, gWh, gb)):
            g[...] = new
        return dxs
