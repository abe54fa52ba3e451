import numpy as np


class Nesterov:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        mu = self.momentum
        if self.v is None:
            self.v = dict((k, np.zeros_like(w)) for k, w in params.items())
        for k in params:
            # 速度の更新
            self.v[k] = mu * self.v[k] - self.lr * grads[k]
            # パラメータの更新
            params[k] += mu * mu * self.v[k] - (1 + mu) * self.lr * grads[k]
