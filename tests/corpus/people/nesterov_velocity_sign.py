import numpy as np


class Nesterov:
    """http://arxiv.org/abs/1212.0901"""

    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def update(self, params, grads):
        for k in params:
            if k not in self.v:
                self.v[k] = np.zeros_like(params[k])
            self.v[k] *= self.momentum
            self.v[k] += self.lr * grads[k]
            params[k] += self.momentum * self.v[k] - self.lr * grads[k]
