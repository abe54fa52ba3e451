import numpy as np


class AdamW:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, weight_decay=0.01):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.weight_decay = weight_decay
        self.iter = 0
        self.m, self.v = {}, {}

    def update(self, params, grads):
        self.iter += 1
        for k in params:
            g = grads[k] + self.weight_decay * params[k]
            self.m[k] = self.beta1 * self.m.get(k, 0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0) + (1 - self.beta2) * g ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.iter)
            v_hat = self.v[k] / (1 - self.beta2 ** self.iter)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + 1e-8)
