import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, epsilon=1e-6):
        self.lr, self.rho, self.epsilon = lr, rho, epsilon
        self.v, self.u = {}, {}

    def update(self, params, grads):
        rho, eps = self.rho, self.epsilon
        for name, w in params.items():
            g = grads[name]
            v = self.v.get(name, np.zeros_like(w))
            u = self.u.get(name, np.zeros_like(w))
            v = rho * v + (1 - rho) * g ** 2
            d = (np.sqrt(u) + eps) / (np.sqrt(v) + eps) * g
            self.u[name] = rho * u + (1 - rho) * d ** 2
            self.v[name] = v
            w -= self.lr * d
