import numpy as np


class CrossEntropy:
    def loss(self, y, p):
        return -np.sum(y * np.log(p)) / y.shape[0]

    def gradient(self, y, p):
        return -(y / p) / y.shape[0]
