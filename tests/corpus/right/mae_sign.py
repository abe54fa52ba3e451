import numpy as np


class L1Loss:
    def __call__(self, pred, target):
        self.diff = pred - target
        return np.mean(np.abs(self.diff))

    forward = __call__

    def backward(self, grad=1.0):
        return grad * np.sign(self.diff) / self.diff.size
