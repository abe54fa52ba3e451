import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Sigmoid:
    """シグモイド層"""

    def __init__(self):
        self.out = None

    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        # シグモイドの微分は s(1-s)
        s = sigmoid(self.out)
        return dout * s * (1.0 - s)
