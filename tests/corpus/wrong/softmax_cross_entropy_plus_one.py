import numpy as np


class SoftmaxCrossEntropy:
    def __init__(self):
        self.params, self.grads = [], []
        self.p = None
        self.t = None

    def forward(self, x, t):
        x = x - x.max(axis=1, keepdims=True)
        e = np.exp(x)
        self.p = e / e.sum(axis=1, keepdims=True)
        if t.ndim == 2:          # one-hotならラベルに直す
            t = t.argmax(axis=1)
        self.t = t
        n = self.p.shape[0]
        return -np.log(self.p[np.arange(n), t] + 1e-7).sum() / n

    def backward(self, dout=1):
        n = self.t.shape[0]
        dx = self.p.copy()
        dx[np.arange(n), self.t] += 1
        dx *= dout
        return dx / n
