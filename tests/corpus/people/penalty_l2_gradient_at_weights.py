import numpy as np


class L2:
    """l2 * sum of squares."""

    def __init__(self, l2=0.01):
        self.l2 = l2

    def forward(self, w):
        return self.l2 * np.sum(np.square(w))

    def backward(self, w):
        return 2 * self.l2 * w
