import numpy as np


class L2Regularization:
    def __init__(self, lam):
        self.lam = lam

    def __call__(self, w):
        return self.lam * np.sum(w ** 2)

    def grad(self, w):
        return self.lam * w
