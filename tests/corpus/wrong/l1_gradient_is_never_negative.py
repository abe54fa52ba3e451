import numpy as np


class L1:
    """Lasso"""

    def __init__(self, rate=0.01):
        self.rate = rate

    def forward(self, W):
        self.positive = W > 0
        return self.rate * np.abs(W).sum()

    def backward(self, dL=1):
        return dL * self.rate * self.positive
