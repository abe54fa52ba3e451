import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.total = None

    def update(self, params, grads):
        if self.total is None:
            self.total = {}
            for name in params:
                self.total[name] = grads[name] * grads[name]
        for name in params:
            self.total[name] += grads[name] * grads[name]
            params[name] -= self.lr * grads[name] / (np.sqrt(self.total[name]) + 1e-7)
