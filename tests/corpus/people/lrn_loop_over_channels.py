import numpy as np


class LocalResponseNorm:
    """AlexNet 3.3, k=2, n=5, alpha=1e-4, beta=0.75"""

    def __init__(self, n=5, alpha=1e-4, beta=0.75, k=2.0):
        self.n, self.alpha, self.beta, self.k = n, alpha, beta, k

    def forward(self, x):
        C = x.shape[1]
        out = np.empty_like(x)
        for c in range(C):
            lo, hi = max(0, c - self.n // 2), min(C, c + self.n // 2 + 1)
            s = (x[:, lo:hi] ** 2).sum(axis=1)
            out[:, c] = x[:, c] / (self.k + self.alpha * s) ** self.beta
        return out
