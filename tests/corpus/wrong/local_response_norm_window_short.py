import numpy as np


class LocalResponseNorm:
    def __init__(self, size, alpha=1e-4, beta=0.75, k=2.0):
        self.n, self.alpha, self.beta, self.k = size, alpha, beta, k
        self.params, self.grads, self.buffers = {}, {}, {}

    def forward(self, x):
        N, C, H, W = x.shape
        sq = x ** 2
        self.x = x
        self.s = np.full_like(x, self.k)
        half = self.n // 2
        for c in range(C):
            lo = max(0, c - half)
            hi = min(C - 1, c + half)
            self.s[:, c] += self.alpha * sq[:, lo:hi].sum(axis=1)
        return x * self.s ** -self.beta

    def backward(self, dy):
        N, C, H, W = self.x.shape
        half = self.n // 2
        t = dy * self.x * self.s ** (-self.beta - 1)
        dx = dy * self.s ** -self.beta
        for c in range(C):
            for d in range(C):
                if max(0, d - half) <= c < min(C - 1, d + half):
                    dx[:, c] -= 2 * self.alpha * self.beta * self.x[:, c] * t[:, d]
        return dx
