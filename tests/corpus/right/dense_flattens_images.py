import numpy as np

class Affine:
    """テンソル対応の全結合層"""
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW = self.x.T.dot(dout)
        self.db = np.ones(len(dout)).dot(dout)
        return dout.dot(self.W.T).reshape(self.shape)
