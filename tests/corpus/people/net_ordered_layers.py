from collections import OrderedDict

import numpy as np


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, d):
        self.dW, self.db = self.x.T @ d, d.sum(axis=0)
        return d @ self.W.T


class LeakyReLU:
    def forward(self, x):
        self.k = np.where(x > 0, 1.0, 0.1)
        return x * self.k

    def backward(self, d):
        return d * self.k


class ThreeLayerNet:
    def __init__(self, sizes=(8, 7, 5, 3)):
        self.params, self.layers = {}, OrderedDict()
        for i, (n, m) in enumerate(zip(sizes, sizes[1:]), 1):
            self.params[f"W{i}"] = np.random.randn(n, m) * np.sqrt(2 / n)
            self.params[f"b{i}"] = np.zeros(m)
            self.layers[f"linear{i}"] = Linear(self.params[f"W{i}"], self.params[f"b{i}"])
            self.layers[f"act{i}"] = LeakyReLU()
        self.layers.popitem()      # 出力層には活性化なし

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        a = self.predict(x)
        a = a - a.max(axis=1, keepdims=True)
        self.logp = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
        return -np.mean(self.logp[np.arange(len(t)), t])

    def gradient(self, x, t):
        self.loss(x, t)
        d = np.exp(self.logp)
        d[np.arange(len(t)), t] -= 1
        d /= len(t)
        for layer in reversed(self.layers.values()):
            d = layer.backward(d)
        return {f"{k}{i}": getattr(self.layers[f"linear{i}"], "d" + k) for i in (1, 2, 3) for k in "Wb"}
