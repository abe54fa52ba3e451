import numpy as np


class AMSGrad:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m, self.v, self.vmax = {}, {}, {}

    def update(self, params, grads):
        self.t += 1
        for k, g in grads.items():
            zero = np.zeros_like(g)
            self.m[k] = self.beta1 * self.m.get(k, zero) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, zero) + (1 - self.beta2) * g * g
            old = self.vmax.get(k, zero)
            self.vmax[k] = np.where(self.v[k] > old, self.v[k], old)
            denom = np.sqrt(self.vmax[k]) / np.sqrt(1 - self.beta2 ** self.t) + self.eps
            params[k] -= self.lr / (1 - self.beta1 ** self.t) * self.m[k] / denom
