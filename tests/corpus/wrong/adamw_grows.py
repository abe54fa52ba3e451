import numpy as np


class AdamW:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr = lr
        self.betas = (beta1, beta2)
        self.eps = eps
        self.wd = weight_decay
        self.iter = 0
        self.m = None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(v) for k, v in params.items()}
            self.v = {k: np.zeros_like(v) for k, v in params.items()}
        b1, b2 = self.betas
        self.iter += 1
        for k in params:
            params[k] *= 1 + self.lr * self.wd
            self.m[k] = b1 * self.m[k] + (1 - b1) * grads[k]
            self.v[k] = b2 * self.v[k] + (1 - b2) * np.square(grads[k])
            m = self.m[k] / (1 - b1 ** self.iter)
            v = self.v[k] / (1 - b2 ** self.iter)
            params[k] -= self.lr * m / (np.sqrt(v) + self.eps)
