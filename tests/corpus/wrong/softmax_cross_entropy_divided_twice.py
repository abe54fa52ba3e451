import numpy as np


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


class SoftmaxWithLoss:
    def __init__(self):
        self.loss = None
        self.y = None
        self.t = None

    def forward(self, x, t):
        if t.ndim == x.ndim - 1:  # ラベル -> one-hot
            t = np.eye(x.shape[-1])[t]
        self.t = t
        self.y = softmax(x)
        self.n = len(x)
        self.loss = -np.sum(t * np.log(self.y + 1e-7)) / self.n
        return self.loss

    def backward(self, dout=1):
        dout = dout / self.n
        return dout * (self.y - self.t) / self.n
