import numpy as np


class Momentum:
    """慣性項つきSGD"""

    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {名前: np.zeros_like(値) for 名前, 値 in params.items()}
        for 名前 in params:
            self.v[名前] *= self.momentum
            self.v[名前] -= self.lr * grads[名前]
            params[名前] += self.v[名前]
