import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, grad, lr=0.01):
        self.W -= lr * self.x.T.dot(grad)
        self.b -= lr * grad.sum(axis=0)
        return grad.dot(self.W.T)
