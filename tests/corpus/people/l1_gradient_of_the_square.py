import numpy as np


class L1:
    def __init__(self, rate=0.01):
        self.rate = rate

    def penalty(self, w):
        return self.rate * np.sum(np.abs(w))

    def gradient(self, w):
        return self.rate * w
