import numpy as np


class Adagrad:
    def __init__(self, lr=0.1, eps=1e-7):
        self.lr, self.eps = lr, eps
        self.cache = {}

    def update(self, param, grad, name):
        """changes param in place"""
        if name not in self.cache:
            self.cache[name] = np.zeros_like(param)
        self.cache[name] += grad ** 2
        param -= self.lr * grad / (np.sqrt(grad ** 2) + self.eps)
