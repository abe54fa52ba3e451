import numpy as np


class Momentum:
    v = {}

    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def update(self, params, grads):
        for k, g in grads.items():
            v = self.v.get(k, np.zeros_like(g))
            v = self.momentum * v - self.lr * g
            self.v[k] = v
            params[k] += v
