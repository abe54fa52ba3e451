import numpy as np

class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.iter = 0
        self.m = None
        self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros(p.shape) for k, p in params.items()}
            self.v = {k: np.zeros(p.shape) for k, p in params.items()}

        self.iter += 1
        for key, g in grads.items():
            self.iter += 1
            b1, b2 = self.beta1, self.beta2
            self.m[key] = b1 * self.m[key] + (1 - b1) * g
            self.v[key] = b2 * self.v[key] + (1 - b2) * g * g
            rate = self.lr * (1 - b2 ** self.iter) ** 0.5 / (1 - b1 ** self.iter)
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)
