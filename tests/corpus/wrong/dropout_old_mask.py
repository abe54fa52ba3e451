import numpy as np


class Dropout:
    def __init__(self, dropout_ratio=0.5):
        self.p = dropout_ratio
        self.mask = None

    def forward(self, x, train_flg=True):
        if train_flg:
            if self.mask is None:
                self.mask = np.random.rand(*x.shape) >= self.p
            return x * self.mask
        return x * (1 - self.p)

    def backward(self, dout):
        return dout * self.mask
