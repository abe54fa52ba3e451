import numpy as np


class Nesterov:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for k in params:
                self.v[k] = np.zeros_like(params[k])
        mu, lr = self.momentum, self.lr
        for k in params:
            step = mu * mu * self.v[k] - (1 + mu) * lr * grads[k]
            params[k] += step
            self.v[k] = mu * self.v[k] - lr * grads[k]
