import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.db = np.sum(dout, axis=(0, 1))
        dims = list(range(dout.ndim - 1))
        self.dW = np.tensordot(self.x, dout, (dims, dims))
        return np.matmul(dout, self.W.T)
