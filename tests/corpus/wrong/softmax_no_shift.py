import numpy as np


class Softmax:
    def __init__(self):
        self.out = None

    def forward(self, x):
        e = np.exp(x)
        self.out = e / e.sum(axis=-1, keepdims=True)
        return self.out

    def backward(self, dout):
        dx = self.out * dout
        sumdx = np.sum(dx, axis=-1, keepdims=True)
        return dx - self.out * sumdx
