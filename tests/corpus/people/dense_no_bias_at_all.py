import numpy as np


class MatMul:
    def __init__(self, n, m, scale=0.01):
        self.W = scale * np.random.randn(n, m)
        self.dW = None

    def forward(self, x):
        self.x = x
        return x @ self.W

    def backward(self, dy):
        self.dW = self.x.T @ dy
        return dy @ self.W.T
