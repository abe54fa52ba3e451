import numpy as np


class SigmoidWithLoss:
    def __init__(self):
        self.x = None
        self.t = None

    def forward(self, x, t):
        self.x, self.t = x, t
        return np.mean(np.logaddexp(0, x) - x * t)

    def backward(self, dout=1):
        y = 0.5 * (1 + np.tanh(self.x / 2))
        return dout * (y - self.t) / y.size
