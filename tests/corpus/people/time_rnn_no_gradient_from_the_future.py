import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden):
        self.Wx = np.random.randn(n_in, n_hidden) / np.sqrt(n_in)
        self.Wh = np.random.randn(n_hidden, n_hidden) / np.sqrt(n_hidden)
        self.b = np.zeros(n_hidden)

    def forward(self, xs):
        self.xs = xs
        h = np.zeros((len(xs), len(self.b)))
        self.hs = [h]
        for t in range(xs.shape[1]):
            h = np.tanh(xs[:, t] @ self.Wx + h @ self.Wh + self.b)
            self.hs.append(h)
        return np.stack(self.hs[1:], axis=1)

    def backward(self, dhs):
        self.dWx, self.dWh, self.db = 0, 0, 0
        dxs = np.zeros_like(self.xs)
        dh_next = np.zeros_like(self.hs[0])
        for t in range(dhs.shape[1] - 1, -1, -1):
            d = dhs[:, t]
            da = d * (1 - self.hs[t + 1] ** 2)
            self.dWx = self.dWx + self.xs[:, t].T @ da
            self.dWh = self.dWh + self.hs[t].T @ da
            self.db = self.db + da.sum(0)
            dxs[:, t] = da @ self.Wx.T
            dh_next = da @ self.Wh.T
        return dxs
