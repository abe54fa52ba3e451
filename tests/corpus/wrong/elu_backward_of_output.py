import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.out = np.where(x > 0, x, self.alpha * (np.exp(np.minimum(x, 0)) - 1))
        return self.out

    def backward(self, dout):
        # d/dx alpha (e^x - 1) = alpha e^x
        grad = np.where(self.out > 0, 1, self.alpha * np.exp(np.minimum(self.out, 0)))
        return dout * grad
