"""A convolution of one row of numbers with one kernel, as a first exercise has it."""
import numpy as np


class ConvOfARow:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x
        n_out = len(x) - len(self.w) + 1
        a = np.zeros(n_out)
        for i in range(n_out):
            for s in range(len(self.w)):
                a[i] += x[i + s] * self.w[s]
            a[i] += self.b
        return a

    def backward(self, da):
        dw, dx = np.zeros_like(self.w), np.zeros_like(self.x)
        for i in range(len(da)):
            for s in range(len(self.w)):
                dw[s] += da[i] * self.x[i + s]
                dx[i + s] += da[i] * self.w[len(self.w) - 1 - s]
        db = np.sum(da)
        return dx, dw, db
