import numpy as np


class Sigmoid:
    """オーバーフローしないシグモイド"""

    def __init__(self):
        self.out = None

    def forward(self, x):
        out = np.empty_like(x, dtype=float)
        pos = x >= 0
        out[pos] = 1 / (1 + np.exp(-x[pos]))
        ex = np.exp(x[~pos])
        out[~pos] = ex / (1 + ex)
        self.out = out
        return out

    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out
