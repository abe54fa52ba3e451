import numpy as np


def softmax(a):
    a = a - np.max(a, axis=-1, keepdims=True)
    ea = np.exp(a)
    return ea / np.sum(ea, axis=-1, keepdims=True)


def cee(y, t):
    if y.size == t.size:
        t = t.argmax(axis=1)      # one-hot -> ラベル
    n = y.shape[0]
    return -np.log(y[np.arange(n), t] + 1e-7).mean()


class SoftmaxWithLoss:
    def __init__(self):
        self.loss = self.y = self.t = None

    def forward(self, x, t):
        self.t = t
        self.y = softmax(x)
        self.loss = cee(self.y, t)
        return self.loss

    def backward(self, dout=1):
        n = self.t.shape[0]
        if self.t.size == self.y.size:
            dx = (self.y - self.t) / n
        else:
            dx = self.y.copy()
            dx[np.arange(n), self.t] -= 1
            dx = dx / n
        return dx * dout
