import numpy as np


class ElasticNet:
    def __init__(self, alpha=0.1, l1_ratio=0.5):
        self.alpha = alpha
        self.l1_ratio = l1_ratio

    def __call__(self, w):
        l1 = self.l1_ratio * np.abs(w).sum()
        l2 = (1 - self.l1_ratio) * 0.5 * (w * w).sum()
        return self.alpha * (l1 + l2)

    def grad(self, w):
        return self.alpha * (self.l1_ratio * np.sign(w) + (1 - self.l1_ratio) * w)
