import numpy as np


class SiLU:
    def forward(self, x):
        self.x = x
        self.sig = np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))
        return x * self.sig

    def backward(self, dout):
        return dout * self.sig * (1 + self.x * (1 - self.sig))
