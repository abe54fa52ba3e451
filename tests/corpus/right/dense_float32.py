import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = [W.astype("f"), b.astype("f")]
        self.grads = [np.zeros_like(W, dtype="f"), np.zeros_like(b, dtype="f")]
        self.x = None

    def forward(self, x):
        W, b = self.params
        self.x = x.astype("f")
        return np.dot(self.x, W) + b

    def backward(self, dout):
        W, b = self.params
        dout = dout.astype("f")
        self.grads[0][...] = np.dot(self.x.T, dout)
        self.grads[1][...] = np.sum(dout, axis=0)
        return np.dot(dout, W.T)
