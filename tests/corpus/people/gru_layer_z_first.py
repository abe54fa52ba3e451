import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


class GRULayer:
    """Gates z, r and the candidate side by side; reset before the product."""

    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b

    def forward(self, xs):
        n = len(self.Wh)
        h = np.zeros((len(xs), n))
        self.past, ys = [], []
        for x in xs.swapaxes(0, 1):
            ax = x @ self.Wx + self.b
            z = sig(ax[:, :n] + h @ self.Wh[:, :n])
            r = sig(ax[:, n:2*n] + h @ self.Wh[:, n:2*n])
            m = np.tanh(ax[:, 2*n:] + (r * h) @ self.Wh[:, 2*n:])
            self.past.append((x, h, z, r, m))
            h = (1 - z) * h + z * m
            ys.append(h)
        return np.stack(ys, axis=1)

    def backward(self, dys):
        n = len(self.Wh)
        Uz, Ur, Um = self.Wh[:, :n], self.Wh[:, n:2*n], self.Wh[:, 2*n:]
        self.dWx, self.dWh, self.db = (np.zeros_like(p) for p in (self.Wx, self.Wh, self.b))
        dxs, dh = [], 0
        for t in range(dys.shape[1] - 1, -1, -1):
            x, h, z, r, m = self.past[t]
            dh = dh + dys[:, t]
            dm = dh * z * (1 - m ** 2)
            dz = dh * (m - h) * z * (1 - z)
            drh = dm @ Um.T
            dr = drh * h * r * (1 - r)
            da = np.concatenate([dz, dr, dm], axis=1)
            self.dWx += x.T @ da
            self.db += da.sum(axis=0)
            self.dWh[:, :n] += h.T @ dz
            self.dWh[:, n:2*n] += h.T @ dr
            self.dWh[:, 2*n:] += (r * h).T @ dm
            dxs.append(da @ self.Wx.T)
            dh = dh * (1 - z) + drh * r + dz @ Uz.T + dr @ Ur.T
        return np.stack(dxs[::-1], axis=1)
