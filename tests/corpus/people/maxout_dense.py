import numpy as np


class Maxout:
    def __init__(self, d_in, d_out, k=3):
        self.W = np.random.randn(k, d_in, d_out) / np.sqrt(d_in)
        self.b = np.zeros((k, 1, d_out))

    def forward(self, x):
        self.x = x
        z = x @ self.W + self.b          # k, n, d_out
        self.who = z.argmax(axis=0)
        return z.max(axis=0)

    def backward(self, dy):
        dz = (np.arange(len(self.W))[:, None, None] == self.who) * dy
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=1, keepdims=True)
        return (dz @ self.W.transpose(0, 2, 1)).sum(axis=0)
