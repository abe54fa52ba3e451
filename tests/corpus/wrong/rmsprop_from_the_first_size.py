import numpy as np


class RMSprop:
    def __init__(self, lr=0.01, rho=0.9):
        self.lr = lr
        self.rho = rho
        self.average = {}

    def update(self, params, grads):
        for name, g in grads.items():
            if name not in self.average:
                self.average[name] = np.abs(g)
            self.average[name] = self.rho * self.average[name] + (1 - self.rho) * g**2
            params[name] -= self.lr * g / (np.sqrt(self.average[name]) + 1e-7)
