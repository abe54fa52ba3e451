import numpy as np


class TiedAutoEncoder:
    """W in the encoder, W.T in the decoder"""

    def __init__(self, n_vis, n_hid):
        self.W = np.random.randn(n_vis, n_hid) * 0.1
        self.bh, self.bv = np.zeros(n_hid), np.zeros(n_vis)

    def loss(self, x):
        self.x = x
        self.h = np.tanh(x @ self.W + self.bh)
        self.r = self.h @ self.W.T + self.bv
        return 0.5 * np.sum((self.r - x) ** 2) / len(x)

    def backward(self):
        dr = (self.r - self.x) / len(self.x)
        da = (dr @ self.W) * (1 - self.h ** 2)
        return {"W": self.x.T @ da + dr.T @ self.h, "bh": da.sum(0), "bv": dr.sum(0)}
