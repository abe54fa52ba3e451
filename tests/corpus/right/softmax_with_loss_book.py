import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


class SoftmaxWithLoss:
    def __init__(self):
        self.loss = None
        self.y = None  # softmaxの出力
        self.t = None  # 教師データ

    def forward(self, x, t):
        self.t = t
        self.y = softmax(x)
        rows = np.arange(x.shape[0])
        label = t if t.ndim == 1 else t.argmax(axis=1)
        self.loss = -np.mean(np.log(self.y[rows, label] + 1e-7))
        return self.loss

    def backward(self, dout=1):
        n = self.t.shape[0]
        if self.t.shape == self.y.shape:
            return (self.y - self.t) / n
        dx = self.y.copy()
        dx[np.arange(n), self.t] -= 1
        return dx / n
