import numpy as np


class StochasticDepth:
    def __init__(self, drop_prob=0.2):
        self.keep = 1 - drop_prob

    def forward(self, x, training=True):
        self.scale = np.ones(1)
        if training:
            shape = [len(x)] + [1] * (x.ndim - 1)
            self.scale = (np.random.rand(*shape) < self.keep) / self.keep
        return x * self.scale

    def backward(self, dout):
        return dout * self.scale
