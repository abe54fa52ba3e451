import numpy as np


class Affine:
    # 全結合層(テンソル対応)
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.x = None
        self.org_shape = None
        self.dweight = None
        self.dbias = None

    def forward(self, x):
        self.org_shape = x.shape
        self.x = x.reshape(len(x), -1)
        return np.dot(self.x, self.weight) + self.bias

    def backward(self, dout):
        self.dweight = np.dot(self.x.T, dout)
        self.dbias = dout.sum(axis=0)
        dx = np.dot(dout, self.weight.T)
        return dx.reshape(self.org_shape)
