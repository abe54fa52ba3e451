import numpy as np


class RMSprop:
    def __init__(self, lr=0.01, decay_rate=0.99):
        self.lr = lr
        self.decay_rate = decay_rate
        self.h = None

    def update(self, params, grads):
        if self.h is None:
            self.h = {k: np.zeros_like(v) for k, v in params.items()}
        for k, g in grads.items():
            self.h[k] += (1 - self.decay_rate) * (g * g - self.h[k])
            params[k] -= self.lr * g / (np.sqrt(self.h[k]) + 1e-7)
