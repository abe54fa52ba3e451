import numpy as np


class Projection:
    """Words of several sentences, (N, T, D), times one matrix."""

    def __init__(self, W):
        self.params = [W]
        self.grads = [np.zeros_like(W)]

    def forward(self, x):
        self.words = x
        return x @ self.params[0]

    def backward(self, dout):
        each = self.words.transpose(*range(self.words.ndim - 2), -1, -2) @ dout
        self.grads[0][...] = each.sum(axis=0)
        return dout @ self.params[0].T
