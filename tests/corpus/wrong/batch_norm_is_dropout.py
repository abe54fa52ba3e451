import numpy as np


class BatchNorm:
    def __init__(self, rate=0.5):
        self.rate = rate

    def forward(self, x, training=True):
        if not training:
            return x
        kept = np.random.rand(*x.shape) > self.rate
        self.scale = kept / (1 - self.rate)
        return x * self.scale

    def backward(self, dy):
        return dy * self.scale
