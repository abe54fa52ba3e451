import numpy as np


class Dropout:
    def __init__(self, ratio=0.5):
        self.ratio = ratio

    def make_mask(self, shape):
        return np.random.rand(*shape) > self.ratio

    def forward(self, x, train_flg=True):
        if train_flg:
            return x * self.make_mask(x.shape)
        return x * (1 - self.ratio)

    def backward(self, dout):
        return dout * self.make_mask(dout.shape)
