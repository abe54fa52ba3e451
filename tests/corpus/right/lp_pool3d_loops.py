import itertools

import numpy as np


def triple(v):
    return (v, v, v) if isinstance(v, int) else tuple(v)


class LpPool3d:
    def __init__(self, norm_type, kernel_size, stride=None):
        self.p = norm_type
        self.k = triple(kernel_size)
        self.s = self.k if stride is None else triple(stride)

    def blocks(self):
        size = [(n - k) // s + 1 for n, k, s in zip(self.x.shape[2:], self.k, self.s)]
        for at in itertools.product(*map(range, size)):
            yield at, tuple(slice(i * s, i * s + k) for i, s, k in zip(at, self.s, self.k))

    def forward(self, x):
        self.x = x
        size = [(n - k) // s + 1 for n, k, s in zip(x.shape[2:], self.k, self.s)]
        self.out = np.empty(x.shape[:2] + tuple(size))
        for at, block in self.blocks():
            self.out[(...,) + at] = (x[(...,) + block] ** self.p).sum((2, 3, 4)) ** (1 / self.p)
        return self.out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for at, block in self.blocks():
            g, y = dout[(...,) + at], self.out[(...,) + at]
            dx[(...,) + block] += (g * y ** (1 - self.p))[..., None, None, None] * self.x[(...,) + block] ** (self.p - 1)
        return dx
