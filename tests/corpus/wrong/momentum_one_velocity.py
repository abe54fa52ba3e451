import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def update(self, params, grads):
        for i in range(len(params)):
            if self.v is None:
                self.v = np.zeros_like(params[i])
            self.v = self.momentum * self.v - self.lr * grads[i]
            params[i] += self.v
