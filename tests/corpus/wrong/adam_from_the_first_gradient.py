import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.steps = 0
        self.first = {}
        self.second = {}

    def update(self, params, grads):
        self.steps += 1
        for name in params:
            g = grads[name]
            if name not in self.first:
                self.first[name] = g.copy()
                self.second[name] = g**2
            self.first[name] = self.beta1 * self.first[name] + (1 - self.beta1) * g
            self.second[name] = self.beta2 * self.second[name] + (1 - self.beta2) * g**2
            m = self.first[name] / (1 - self.beta1**self.steps)
            v = self.second[name] / (1 - self.beta2**self.steps)
            params[name] -= self.lr * m / (np.sqrt(v) + 1e-8)
