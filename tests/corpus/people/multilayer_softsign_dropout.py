import numpy as np


class Dropout:
    def __init__(self, ratio):
        self.ratio = ratio

    def forward(self, x, train):
        if not train: return x * (1.0 - self.ratio)
        self.mask = np.random.rand(*x.shape) > self.ratio
        return x * self.mask

    def backward(self, d): return d * self.mask

class DeepNet:
    # hidden: 隠れ層のニューロン数のリスト, act: relu, sigmoid, softsign
    def __init__(self, n_in, hidden, n_out, act='softsign', decay=0.0, drop=0.0):
        sizes = [n_in] + list(hidden) + [n_out]
        self.L = len(sizes) - 1
        self.act, self.decay = act, decay
        self.params = {}
        for i in range(1, self.L + 1):
            self.params['W%d' % i] = np.random.randn(sizes[i - 1], sizes[i]) / np.sqrt(sizes[i - 1])
            self.params['b%d' % i] = np.zeros(sizes[i])
        self.drops = [Dropout(drop) for _ in hidden]

    def f(self, a):
        if self.act == 'relu': return np.maximum(a, 0), (a > 0) * 1.0
        s = 1 / (1 + np.exp(-a))
        if self.act == 'sigmoid': return s, s * (1 - s)
        return a / (1 + np.abs(a)), 1 / (1 + np.abs(a)) ** 2

    def predict(self, x, train_flg=False):
        self.z, self.slope = [x], []
        for i in range(1, self.L + 1):
            a = self.z[-1] @ self.params['W%d' % i] + self.params['b%d' % i]
            if i < self.L:
                h, s = self.f(a); self.slope.append(s)
                a = self.drops[i - 1].forward(h, train_flg)
            self.z.append(a)
        return a

    def loss(self, x, t, train_flg=True):
        a = self.predict(x, train_flg)
        e = np.exp(a - a.max(axis=1, keepdims=True))
        self.y = e / e.sum(axis=1, keepdims=True)
        t = t.argmax(axis=1) if t.ndim == 2 else t
        self.d = (self.y - np.eye(self.y.shape[1])[t]) / len(x)
        ws = sum((self.params['W%d' % i] ** 2).sum() for i in range(1, self.L + 1))
        return -np.log(self.y[np.arange(len(x)), t] + 1e-7).mean() + 0.5 * self.decay * ws

    def gradient(self, x, t):
        self.loss(x, t)
        d, grads = self.d, {}
        for i in range(self.L, 0, -1):
            W = self.params['W%d' % i]
            grads['W%d' % i] = self.z[i - 1].T @ d + self.decay * W
            grads['b%d' % i] = d.sum(axis=0)
            if i > 1:
                d = self.drops[i - 2].backward(d @ W.T) * self.slope[i - 2]
        return grads
