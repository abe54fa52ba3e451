import numpy as np


class LuongAttention:
    """score(h_t, h_s) = v^T tanh(W [h_s; h_t])"""

    def __init__(self, hidden_size):
        self.W = 0.4 * np.random.randn(2 * hidden_size, hidden_size)
        self.v = np.random.randn(hidden_size)

    def forward(self, hs, h):
        self.hs, steps = hs, hs.shape[1]
        self.both = np.concatenate([hs, np.repeat(h[:, None], steps, axis=1)], axis=-1)
        self.u = np.tanh(self.both @ self.W)
        scores = self.u @ self.v
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.a = scores / scores.sum(axis=1, keepdims=True)
        return np.einsum("nt,nth->nh", self.a, hs)

    def backward(self, dout):
        size = len(self.v)
        da = np.einsum("nh,nth->nt", dout, self.hs)
        ds = self.a * (da - (da * self.a).sum(axis=1, keepdims=True))
        self.dv = np.einsum("nt,nth->h", ds, self.u)
        du = ds[..., None] * self.v * (1 - self.u**2)
        self.dW = np.einsum("nti,ntj->ij", self.both, du)
        dboth = du @ self.W.T
        dhs = self.a[..., None] * dout[:, None] + dboth[..., :size]
        return dhs, dboth[..., size:].sum(axis=1)
