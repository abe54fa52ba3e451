import numpy as np


class ElasticNet:
    def __init__(self, l1=0.0, l2=0.0):
        self.l1, self.l2 = l1, l2

    def __call__(self, w):
        return self.l1 * np.abs(w).sum() + self.l2 * (w**2).sum()

    def gradient(self, w):
        return self.l1 * np.sign(w) + 2 * self.l2 * w
