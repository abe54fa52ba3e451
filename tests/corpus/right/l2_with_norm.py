import numpy as np


class L2:
    def __init__(self, rate=0.01):
        self.rate = rate

    def forward(self, W):
        self.W = W
        return self.rate / 2 * np.linalg.norm(W) ** 2

    def backward(self, dout=1):
        return self.W * (dout * self.rate)
