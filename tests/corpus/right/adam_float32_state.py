import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = lr, beta1, beta2, epsilon
        self.t = 0
        self.m, self.v = {}, {}

    def update(self, params, grads):
        self.t += 1
        a1 = 1 - self.beta1 ** self.t
        a2 = 1 - self.beta2 ** self.t
        for k in params:
            if k not in self.m:
                self.m[k] = np.zeros(params[k].shape, np.float32)
                self.v[k] = np.zeros(params[k].shape, np.float32)
            self.m[k][:] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k][:] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            params[k] -= self.lr * (self.m[k] / a1) / (np.sqrt(self.v[k] / a2) + self.epsilon)
