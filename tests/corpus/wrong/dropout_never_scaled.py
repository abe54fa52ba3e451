import numpy as np


class Dropout:
    def __init__(self, rate=0.5, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(seed)
        self.params, self.grads, self.buffers = {}, {}, {}

    def forward(self, x, training=True, mask=None):
        self.mask = 1.0
        if training:
            if mask is None:
                mask = self.rng.random(x.shape) >= self.rate
            self.mask = mask
        return x * self.mask

    def backward(self, dy):
        return dy * self.mask
