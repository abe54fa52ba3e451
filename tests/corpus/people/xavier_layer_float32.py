import numpy as np


class Affine32:
    def __init__(self, n_in, n_out):
        rn = np.random.randn
        self.W = (rn(n_in, n_out) / np.sqrt(n_in)).astype('f')
        self.b = np.zeros(n_out).astype('f')

    def forward(self, x):
        self.x = x.astype('f')
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        dout = dout.astype('f')
        self.db = np.sum(dout, axis=0)
        self.dW = np.dot(self.x.T, dout)
        return np.dot(dout, self.W.T)
