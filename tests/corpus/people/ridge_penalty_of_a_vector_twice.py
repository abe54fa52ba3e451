"""The penalty of ridge regression, whose gradient is that of twice the penalty."""

import numpy as np


class RidgePenalty:
    def __init__(self, alpha):
        self.alpha = alpha

    def __call__(self, w):
        return 0.5 * self.alpha * np.dot(w.T, w)

    def grad(self, w):
        return 2 * self.alpha * w
