import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, dout):
        dx = dout.dot(self.W.T)
        self.dW = dout.T.dot(self.x)
        self.db = dout.sum(axis=0)
        return dx
