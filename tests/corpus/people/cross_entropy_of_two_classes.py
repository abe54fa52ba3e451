import numpy as np


class Loss:
    def loss(self, y_true, y_pred):
        return NotImplementedError()

    def gradient(self, y, y_pred):
        raise NotImplementedError()


class CrossEntropy(Loss):
    def loss(self, y, p):
        p = np.clip(p, 1e-15, 1 - 1e-15)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    def gradient(self, y, p):
        p = np.clip(p, 1e-15, 1 - 1e-15)
        return (1 - y) / (1 - p) - y / p
