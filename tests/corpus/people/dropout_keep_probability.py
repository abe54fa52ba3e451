import numpy as np


class Dropout:
    def __init__(self, keep_prob=0.8, seed=None):
        self.keep_prob = keep_prob
        self.rng = np.random.default_rng(seed)

    def forward(self, x, is_training=True):
        self.mask = np.ones_like(x)
        if is_training:
            self.mask = (self.rng.random(x.shape) < self.keep_prob) / self.keep_prob
        return x * self.mask

    def backward(self, dy):
        return dy * self.mask
