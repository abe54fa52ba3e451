import numpy as np


class Adam:
    def __init__(self, lr=0.002, rho1=0.9, rho2=0.999):
        self.lr, self.rho1, self.rho2 = lr, rho1, rho2
        self.iter = 0
        self.m, self.v = None, None
        self.epsilon = 1e-8

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(p) for k, p in params.items()}
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.iter += 1
        lr_t = self.lr * np.sqrt(1 - self.rho2 ** self.iter) / (1 - self.rho1 ** self.iter)
        for k in params:
            self.m[k] += (1 - self.rho1) * (grads[k] - self.m[k])
            self.v[k] += (1 - self.rho2) * (grads[k] ** 2 - self.v[k])
            params[k] -= lr_t * self.m[k] / (np.sqrt(self.v[k]) + self.epsilon)
