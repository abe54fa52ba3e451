import numpy as np


class AMSGrad:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = self.v = self.vmax = None

    def update(self, w, g):
        if self.m is None:
            self.m, self.v, self.vmax = (np.zeros_like(w) for _ in range(3))
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * g ** 2
        self.vmax = np.maximum(self.vmax, self.v)
        return w - self.lr * self.m / (np.sqrt(self.vmax) + self.eps)
