"""The feed-forward part of a block, with its normalization and the way around it inside."""
import numpy as np


class Norm:
    def __init__(self, width):
        self.gain, self.shift = np.ones(width), np.zeros(width)

    def forward(self, x):
        self.spread = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-6)
        self.z = (x - x.mean(axis=-1, keepdims=True)) / self.spread
        return self.gain * self.z + self.shift

    def backward(self, dout):
        lead = tuple(range(dout.ndim - 1))
        self.dgain, self.dshift = (dout * self.z).sum(axis=lead), dout.sum(axis=lead)
        dz = dout * self.gain
        mean = dz.mean(axis=-1, keepdims=True)
        along = (dz * self.z).mean(axis=-1, keepdims=True)
        return (dz - mean - self.z * along) / self.spread


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.norm = Norm(d_model)
        self.W1, self.b1 = np.random.randn(d_model, d_ff) * 0.1, np.zeros(d_ff)
        self.W2, self.b2 = np.random.randn(d_ff, d_model) * 0.1, np.zeros(d_model)

    def forward(self, x):
        self.normed = self.norm.forward(x)
        self.hidden = np.maximum(self.normed @ self.W1 + self.b1, 0)
        return x + self.hidden @ self.W2 + self.b2

    def backward(self, dout):
        lead = tuple(range(dout.ndim - 1))
        self.db2 = dout.sum(axis=lead)
        self.dW2 = np.tensordot(self.hidden, dout, axes=(lead, lead))
        dhidden = (dout @ self.W2.T) * (self.hidden > 0)
        self.db1 = dhidden.sum(axis=lead)
        self.dW1 = np.tensordot(self.normed, dhidden, axes=(lead, lead))
        return dout + self.norm.backward(dhidden @ self.W1.T)
