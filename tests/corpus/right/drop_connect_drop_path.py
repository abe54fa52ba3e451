import numpy as np


class DropPath:
    def __init__(self, drop_prob=0.2):
        self.drop_prob = drop_prob

    def forward(self, x, train_flg=True, mask=None):
        if not train_flg:
            self.m = 1.0
            return x
        keep = 1 - self.drop_prob
        if mask is None:
            mask = np.random.rand(x.shape[0]) < keep
        self.m = np.reshape(mask, (-1,) + (1,) * (x.ndim - 1)) / keep
        return x * self.m

    def backward(self, dout):
        return dout * self.m
