import numpy as np


class Dropout:
    def __init__(self, rate=0.5, seed=0):
        self.params, self.grads, self.buffers = {}, {}, {}
        self.rate = rate
        self.rng = np.random.default_rng(seed)

    def forward(self, x, training=True, mask=None):
        if mask is None:
            mask = (self.rng.random(x.shape) >= self.rate).astype(x.dtype)
        self.scaled_mask = mask / (1 - self.rate)
        return x * self.scaled_mask

    def backward(self, dy):
        return dy * self.scaled_mask
