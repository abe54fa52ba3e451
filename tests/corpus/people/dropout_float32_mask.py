import numpy as np


class Dropout:
    def __init__(self, ratio=0.5):
        self.ratio = ratio
        self.train_flg = True
        self.mask = None

    def forward(self, xs):
        if self.train_flg:
            flg = np.random.rand(*xs.shape) > self.ratio
            scale = 1 / (1.0 - self.ratio)
            self.mask = flg.astype(np.float32) * np.float32(scale)
            return xs * self.mask
        return xs

    def backward(self, dout):
        return dout * self.mask
