import numpy as np


class Dropout:
    def __init__(self, rate=0.5, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(seed)
        self.params, self.grads, self.buffers = {}, {}, {}

    def forward(self, x, training=True, mask=None):
        self.scale = None
        if not training:
            return x.copy()
        if mask is None:
            mask = self.rng.uniform(size=x.shape) > self.rate
        self.scale = mask / (1.0 - self.rate)
        return x * self.scale

    def backward(self, dy):
        return dy.copy() if self.scale is None else dy * self.scale
