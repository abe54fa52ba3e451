import numpy as np


class LogSoftmax:
    def __call__(self, x):
        z = x - x.max(axis=-1, keepdims=True)
        self.y = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return self.y

    def backward(self, g):
        return g - np.exp(self.y) * g
