import numpy as np

from .functional import relu


class Linear:
    def __init__(self, n_in, n_out):
        self.params = {
            "W": np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in),
            "b": np.zeros(n_out),
        }
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, grad):
        self.grads["W"] = self.x.T @ grad
        self.grads["b"] = grad.sum(axis=0)
        return grad @ self.params["W"].T


class ReLU:
    params, grads = {}, {}

    def forward(self, x):
        self.y = relu(x)
        return self.y

    def backward(self, grad):
        return grad * (self.y > 0)
