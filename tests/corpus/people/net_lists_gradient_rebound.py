import numpy as np


class MatMul:
    def __init__(self, W):
        self.params = [W]
        self.grads = [np.zeros_like(W)]
        self.x = None

    def forward(self, x):
        W, = self.params
        self.x = x
        return np.dot(x, W)

    def backward(self, dout):
        W, = self.params
        dW, = self.grads
        dx = np.dot(dout, W.T)
        # 勾配を保存
        dW = np.dot(self.x.T, dout)
        return dx
