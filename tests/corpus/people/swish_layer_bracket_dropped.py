import numpy as np


class SiLU:
    def __init__(self):
        self.x = None
        self.sig = None

    def forward(self, x):
        self.x = x
        self.sig = 1 / (1 + np.exp(-x))
        return self.x * self.sig

    def backward(self, dout):
        # d(x*s) = s + x*s*(1-s)
        return dout * self.sig + self.x * self.sig * (1 - self.sig)
