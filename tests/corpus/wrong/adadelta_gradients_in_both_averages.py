import numpy as np


class AdaDelta:
    def __init__(self, rho=0.9, eps=1e-6):
        self.rho = rho
        self.eps = eps
        self.h = None
        self.s = None

    def update(self, params, grads):
        if self.h is None:
            self.h = {k: np.zeros_like(p) for k, p in params.items()}
            self.s = {k: np.zeros_like(p) for k, p in params.items()}
        for k in params:
            g = grads[k]
            self.h[k] = self.rho * self.h[k] + (1 - self.rho) * g * g
            delta = np.sqrt((self.s[k] + self.eps) / (self.h[k] + self.eps)) * g
            self.s[k] = self.rho * self.s[k] + (1 - self.rho) * g * g
            params[k] -= delta
