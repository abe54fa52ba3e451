import numpy as np


class TiedAutoEncoder:
    def __init__(self, d, k):
        self.W = np.random.normal(0, 0.3, (d, k))
        self.b = np.zeros(k)
        self.c = np.zeros(d)

    def loss(self, x):
        self.x = x
        self.h = 1 / (1 + np.exp(-(x @ self.W + self.b)))
        self.r = self.h @ self.W.T + self.c
        return np.sum((self.r - x) ** 2) / (2 * len(x))

    def backward(self):
        dr = (self.r - self.x) / len(self.x)
        da = (dr @ self.W) * self.h * (1 - self.h)
        dW = self.x.T @ da
        return {"W": dW, "b": da.sum(axis=0), "c": dr.sum(axis=0)}
