import math

import numpy as np


class LPPooling:
    def __init__(self, p, kernel, stride=None, ceil_mode=False):
        self.p = p
        self.kh, self.kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        stride = (self.kh, self.kw) if stride is None else stride
        self.sh, self.sw = stride if isinstance(stride, tuple) else (stride, stride)
        self.rounded = math.ceil if ceil_mode else math.floor

    def _count(self, n, k, s):
        count = self.rounded((n - k) / s) + 1
        return count - 1 if (count - 1) * s >= n else count

    def forward(self, x):
        self.x = x
        rows = self._count(x.shape[2], self.kh, self.sh)
        cols = self._count(x.shape[3], self.kw, self.sw)
        self.out = np.zeros(x.shape[:2] + (rows, cols))
        for i in range(rows):
            for j in range(cols):
                part = self._patch(x, i, j)
                self.out[:, :, i, j] = (part**self.p).sum(axis=(2, 3)) ** (1 / self.p)
        return self.out

    def _patch(self, a, i, j):
        top, left = i * self.sh, j * self.sw
        return a[:, :, top : top + self.kh, left : left + self.kw]

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                g = dout[:, :, i, j] * self.out[:, :, i, j] ** (1 - self.p)
                part = self._patch(self.x, i, j)
                self._patch(dx, i, j)[...] += g[:, :, None, None] * part ** (self.p - 1)
        return dx
