import numpy as np


class LayerNorm:
    def __init__(self, features, eps=1e-6):
        self.a_2 = np.ones(features)
        self.b_2 = np.zeros(features)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(-1, keepdims=True)
        self.std = x.std(-1, ddof=1, keepdims=True)
        self.centered = x - mean
        return self.a_2 * self.centered / (self.std + self.eps) + self.b_2

    def backward(self, dout):
        n = dout.shape[-1]
        s = self.std + self.eps
        axes = tuple(range(dout.ndim - 1))
        self.da_2 = (dout * self.centered / s).sum(axis=axes)
        self.db_2 = dout.sum(axis=axes)
        g = dout * self.a_2
        ds = -(g * self.centered).sum(-1, keepdims=True) / s**2
        dc = g / s + ds * self.centered / ((n - 1) * self.std)
        return dc - dc.mean(-1, keepdims=True)
