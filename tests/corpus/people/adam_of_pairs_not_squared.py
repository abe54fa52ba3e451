import numpy as np


class Adam:
    """Takes each parameter with its gradient."""

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.n, self.first, self.second = 0, {}, {}

    def update(self, params_grads):
        self.n += 1
        rate = self.lr * np.sqrt(1 - self.beta2 ** self.n) / (1 - self.beta1 ** self.n)
        for place, (param, grad) in enumerate(params_grads):
            m = self.first.get(place, 0.0) * self.beta1 + (1 - self.beta1) * grad
            v = self.second.get(place, 0.0) * self.beta2 + (1 - self.beta2) * np.abs(grad)
            self.first[place], self.second[place] = m, v
            param -= rate * m / (np.sqrt(v) + 1e-8)
