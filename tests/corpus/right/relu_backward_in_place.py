import numpy as np

class ReLU:
    def forward(self, x):
        self.neg = (x <= 0)
        y = x.copy()
        y[self.neg] = 0
        return y

    def backward(self, dout):
        # 負だったところは勾配を流さない
        dout[self.neg] = 0
        return dout
