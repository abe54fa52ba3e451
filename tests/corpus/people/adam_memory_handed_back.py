"""Adam that keeps nothing: what it remembers of a weight is returned, and handed in again."""

import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps

    def step(self, w, grad, memory=None):
        if memory is None:
            memory = {"t": 0, "m": np.zeros_like(w), "v": np.zeros_like(w)}
        t = memory["t"] + 1
        m = self.beta1 * memory["m"] + (1 - self.beta1) * grad
        v = self.beta2 * memory["v"] + (1 - self.beta2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        w = w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return w, {"t": t, "m": m, "v": v}
