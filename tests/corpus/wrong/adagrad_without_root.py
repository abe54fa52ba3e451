import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = None

    def update(self, params, grads):
        if self.h is None:
            self.h = {name: np.zeros(w.shape) for name, w in params.items()}
        for name, g in grads.items():
            self.h[name] += g ** 2
            params[name] -= self.lr / (self.h[name] + 1e-7) * g
