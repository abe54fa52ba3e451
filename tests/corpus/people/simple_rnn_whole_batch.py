import numpy as np


class Recurrent:
    """Plain RNN over a whole batch of sequences (batch, steps, features)."""

    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b

    def forward(self, xs, h0=None):
        B, S, _ = xs.shape
        h = np.zeros((B, len(self.Wh))) if h0 is None else h0
        self.xs, self.hist = xs, [h]
        for s in range(S):
            h = np.tanh(xs[:, s].dot(self.Wx) + h.dot(self.Wh) + self.b)
            self.hist.append(h)
        return np.stack(self.hist[1:], axis=1)

    def backward(self, dhs):
        self.dWx, self.dWh = np.zeros_like(self.Wx), np.zeros_like(self.Wh)
        self.db = np.zeros_like(self.b)
        dxs = np.zeros_like(self.xs)
        later = np.zeros_like(self.hist[0])
        for s in range(dhs.shape[1] - 1, -1, -1):
            da = (dhs[:, s] + later) * (1 - self.hist[s + 1] ** 2)
            self.dWx += self.xs[:, s].T.dot(da)
            self.dWh += self.hist[s].T.dot(da)
            self.db += da.sum(axis=0)
            dxs[:, s] = da.dot(self.Wx.T)
            later = da.dot(self.Wh.T)
        self.dh0 = later
        return dxs
