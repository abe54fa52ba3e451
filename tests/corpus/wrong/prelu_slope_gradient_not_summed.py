import numpy as np


class PReLU:
    """学習できる傾き a をもつReLU (a はスカラー)"""

    def __init__(self, a):
        self.a = a
        self.x = None
        self.da = None

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.a * x)

    def backward(self, dout):
        self.da = dout * np.where(self.x > 0, 0, self.x)
        return dout * np.where(self.x > 0, 1, self.a)
