import numpy as np


class MaxPool1D:
    def __init__(self, pool_size, stride=None):
        self.k = pool_size
        self.s = stride or pool_size

    def forward(self, x):
        self.x = x
        L = (x.shape[2] - self.k) // self.s + 1
        out = np.zeros(x.shape[:2] + (L,))
        for i in range(L):
            out[:, :, i] = x[:, :, i * self.s:i * self.s + self.k].max(axis=2)
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        N, C, L = dout.shape
        for n in range(N):
            for c in range(C):
                for i in range(L):
                    at = i * self.s + self.x[n, c, i * self.s:i * self.s + self.k].argmax()
                    dx[n, c, at] = dout[n, c, i]
        return dx
