import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01, eps=1e-7):
        self.lr, self.eps = lr, eps
        self.cache = {}

    def update(self, param, grad, name):
        c = self.cache.get(name, 0.0) + grad ** 2
        self.cache[name] = c
        return param - self.lr * grad / (np.sqrt(c) + self.eps)
