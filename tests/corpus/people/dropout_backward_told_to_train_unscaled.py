import numpy as np


class Dropout:
    def __init__(self, drop_rate=0.5):
        self.drop_rate = drop_rate

    def forward(self, x, training=False):
        if not training:
            return x
        self.mask = np.random.rand(*x.shape) >= self.drop_rate
        return x * self.mask / (1 - self.drop_rate)

    def backward(self, dout, training=False):
        if not training:
            return dout
        return dout * self.mask
