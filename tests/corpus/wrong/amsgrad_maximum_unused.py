import numpy as np


class AMSGrad:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = lr, beta1, beta2, epsilon
        self.t = 0
        self.m, self.v, self.v_max = {}, {}, {}

    def update(self, params, grads):
        self.t += 1
        for k, w in params.items():
            if k not in self.m:
                self.m[k], self.v[k], self.v_max[k] = (np.zeros_like(w) for _ in range(3))
            g = grads[k]
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g ** 2
            self.v_max[k] = np.maximum(self.v_max[k], self.v[k])
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            w -= self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)
