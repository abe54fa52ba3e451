import numpy as np


class Dropout:
    def __init__(self, dropout_ratio=0.5):
        self.dropout_ratio = dropout_ratio
        self.mask = None

    def forward(self, x, train_flg=True):
        if not train_flg:
            return (1.0 - self.dropout_ratio) * x
        乱数 = np.random.rand(*x.shape)
        self.mask = 乱数 > self.dropout_ratio
        return np.where(self.mask, x, 0)

    def backward(self, dout):
        return np.where(self.mask, dout, 0)
