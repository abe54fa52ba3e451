"""A layer of rows that averages its own gradients: the loss hands on p - t undivided."""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dz):
        m = dz.shape[0]
        self.dW = self.x.T @ dz / m
        self.db = np.sum(dz, axis=0, keepdims=True) / m
        return dz @ self.W.T


class SoftmaxLoss:
    def forward(self, z, t):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        self.p, self.t = e / e.sum(axis=1, keepdims=True), t
        return -np.mean(np.sum(t * np.log(self.p), axis=1))

    def backward(self):
        return self.p - self.t
