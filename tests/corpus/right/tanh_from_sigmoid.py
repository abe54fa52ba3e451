import numpy as np


class Tanh:
    def forward(self, x):
        e = np.exp(-2.0 * np.abs(x))
        y = (1 - e) / (1 + e)
        self.y = np.sign(x) * y
        return self.y

    def backward(self, dout):
        return dout * (1 + self.y) * (1 - self.y)
