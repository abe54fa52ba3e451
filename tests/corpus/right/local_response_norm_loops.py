import numpy as np


class LocalResponseNorm:
    def __init__(self, size, alpha=1e-4, beta=0.75, k=2.0):
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k
        self.params, self.grads, self.buffers = {}, {}, {}

    def neighbours(self, c, C):
        return range(max(0, c - self.size // 2), min(C, c + (self.size - 1) // 2 + 1))

    def forward(self, x):
        self.x = x
        C = x.shape[1]
        self.s = np.full(x.shape, self.k, dtype=x.dtype)
        for c in range(C):
            for d in self.neighbours(c, C):
                self.s[:, c] += self.alpha * x[:, d] ** 2
        return x / self.s ** self.beta

    def backward(self, dy):
        x, s, C = self.x, self.s, self.x.shape[1]
        dx = dy / s ** self.beta
        ds = -self.beta * dy * x * s ** (-self.beta - 1)
        for c in range(C):
            for d in self.neighbours(c, C):
                dx[:, d] += ds[:, c] * self.alpha * 2 * x[:, d]
        return dx
