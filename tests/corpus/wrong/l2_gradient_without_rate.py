import numpy as np


class L2:
    def __init__(self, weight_decay_lambda=0.1):
        self.lam = weight_decay_lambda

    def forward(self, W):
        self.W = W
        return 0.5 * self.lam * np.sum(np.square(W))

    def backward(self, dout=1):
        return dout * self.W
