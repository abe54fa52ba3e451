import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.buf = {}

    def update(self, params, grads):
        for k, w in params.items():
            self.buf[k] = self.momentum * self.buf.get(k, 0.0) + grads[k]
            w -= self.lr * self.buf[k]
