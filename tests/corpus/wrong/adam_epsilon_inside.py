import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr = lr
        self.b1, self.b2 = beta1, beta2
        self.eps = epsilon
        self.t = 0
        self.state = {"m": {}, "v": {}}

    def update(self, params, grads):
        self.t += 1
        for k, w in params.items():
            m = self.state["m"].setdefault(k, np.zeros_like(w))
            v = self.state["v"].setdefault(k, np.zeros_like(w))
            m += (1 - self.b1) * (grads[k] - m)
            v += (1 - self.b2) * (grads[k] ** 2 - v)
            mh = m / (1 - self.b1 ** self.t)
            vh = v / (1 - self.b2 ** self.t)
            w -= self.lr * mh / np.sqrt(vh + self.eps)
