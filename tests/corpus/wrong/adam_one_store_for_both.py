import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2, self.t = lr, beta1, beta2, 0
        self.m = None

    def update(self, params, grads):
        if self.m is None:
            self.m = self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.t += 1
        for k, g in grads.items():
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g**2
            m = self.m[k] / (1 - self.beta1**self.t)
            v = self.v[k] / (1 - self.beta2**self.t)
            params[k] -= self.lr * m / (np.sqrt(v) + 1e-8)
