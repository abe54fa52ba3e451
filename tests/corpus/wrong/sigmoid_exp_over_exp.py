import numpy as np


class Sigmoid:
    def __init__(self):
        self.params = {}
        self.grads = {}
        self.buffers = {}

    def forward(self, x):
        ex = np.exp(x)
        self.y = ex / (1 + ex)
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)
