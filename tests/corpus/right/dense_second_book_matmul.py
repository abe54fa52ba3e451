import numpy as np


class MatMul:
    def __init__(self, W):
        self.params = [W]
        self.grads = [np.zeros_like(W)]
        self.x = None

    def forward(self, x):
        W, = self.params
        self.x = x
        return x @ W

    def backward(self, dout):
        W, = self.params
        dW = self.x.T @ dout
        self.grads[0][...] = dW
        return dout @ W.T
