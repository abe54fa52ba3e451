import numpy as np


class Swish:
    def forward(self, x):
        self.sig = 1 / (1 + np.exp(-x))
        return x * self.sig

    def backward(self, dout):
        return dout * self.sig * (1 - self.sig)
