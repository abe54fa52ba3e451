import numpy as np


class Dropout:
    def __init__(self, dropout_ratio=0.5):
        self.dropout_ratio = dropout_ratio
        self.mask = None

    def forward(self, x, train_flg=True):
        keep = 1.0 - self.dropout_ratio
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.dropout_ratio
            return x * self.mask / keep
        # テスト時はスケールを合わせる
        return x * keep

    def backward(self, dout):
        return dout * self.mask / (1.0 - self.dropout_ratio)
