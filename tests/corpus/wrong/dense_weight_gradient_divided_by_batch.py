import numpy as np

class Affine:
    """全結合層"""
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.batch_size = x.shape[0]
        self.x = x.reshape(self.batch_size, -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        # 勾配はミニバッチの平均
        self.dW = np.dot(self.x.T, dout) / self.batch_size
        self.db = np.sum(dout, axis=0) / self.batch_size
        return np.dot(dout, self.W.T)
