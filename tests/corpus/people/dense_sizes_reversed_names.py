import numpy as np


class FullyConnected:
    def __init__(self, n_units, n_inputs):
        # n_units first, like Keras
        self.w = np.random.randn(n_inputs, n_units) * np.sqrt(2.0 / n_inputs)
        self.b = np.zeros((1, n_units))

    def forward(self, a):
        self.a = a
        return a.dot(self.w) + self.b

    def backward(self, delta):
        self.dw = self.a.T.dot(delta)
        self.db = delta.sum(axis=0, keepdims=True)
        return delta.dot(self.w.T)
