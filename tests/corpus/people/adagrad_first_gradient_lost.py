import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = {}

    def update(self, params, grads):
        for name in params.keys():
            g = grads[name]
            if name not in self.h:
                self.h[name] = g * g
            self.h[name] += g * g
            params[name] -= self.lr * g / (np.sqrt(self.h[name]) + 1e-7)
