import numpy as np


class DropPath:
    def __init__(self, drop_prob=0.2):
        self.drop_prob = drop_prob

    def forward(self, x, train_flg=True, mask=None):
        self.train_flg = train_flg
        if not train_flg:
            return x
        keep = 1 - self.drop_prob
        if mask is None:
            mask = np.random.rand(x.shape[0]) < keep
        self.m = np.reshape(mask, (-1,) + (1,) * (x.ndim - 1))
        return x * self.m / keep

    def backward(self, dout):
        return dout * self.m if self.train_flg else dout
