import numpy as np

class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = {}

    def update(self, params, grads):
        for key in params:
            h = self.h.get(key)
            self.h[key] = grads[key]**2 if h is None else h + grads[key]**2
            params[key] -= self.lr / (np.sqrt(self.h[key]) + 1e-7) * grads[key]
