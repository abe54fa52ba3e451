import numpy as np


class MSELoss:
    def __call__(self, y, t):
        self.y, self.t = y, t
        return np.sum(np.square(y - t)) / (2 * y.shape[0])

    def backward(self):
        return 2 * (self.y - self.t) / self.y.shape[0]
