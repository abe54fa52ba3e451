import numpy as np


class UpSampling2D:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        return x.repeat(self.size, axis=2).repeat(self.size, axis=3)

    def backward(self, dout):
        n, c, h, w = dout.shape
        s = self.size
        return dout.reshape(n, c, h // s, s, w // s, s).sum(axis=(3, 5))
