import numpy as np


class SEBlock:
    def __init__(self, n_channels, n_squeezed):
        self.params = {
            "dense1.W": np.random.randn(n_channels, n_squeezed) * 0.1,
            "dense1.b": np.zeros(n_squeezed),
            "dense2.W": np.random.randn(n_squeezed, n_channels) * 0.1,
            "dense2.b": np.zeros(n_channels),
        }
        self.grads = {}

    def forward(self, x):
        p = self.params
        self.x = x
        self.z = x.mean(axis=(2, 3))
        self.a = self.z @ p["dense1.W"] + p["dense1.b"]
        self.h = np.maximum(self.a, 0)
        self.g = 1 / (1 + np.exp(-(self.h @ p["dense2.W"] + p["dense2.b"])))
        return x * self.g[:, :, None, None]

    def backward(self, dout):
        p = self.params
        dg = (dout * self.x).sum(axis=(2, 3))
        d2 = dg * self.g * (1 - self.g)
        self.grads["dense2.W"] = self.h.T @ d2
        self.grads["dense2.b"] = d2.sum(axis=0)
        d1 = (d2 @ p["dense2.W"].T) * (self.a > 0)
        self.grads["dense1.W"] = self.z.T @ d1
        self.grads["dense1.b"] = d1.sum(axis=0)
        dz = d1 @ p["dense1.W"].T
        return dout * self.g[:, :, None, None] + dz[:, :, None, None]
