import numpy as np


def correlate(x, k):
    """x (N, H, W, I), k (kh, kw, I, O), valid"""
    kh, kw = k.shape[:2]
    H, W = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    y = 0
    for i in range(kh):
        for j in range(kw):
            y = y + x[:, i:i + H, j:j + W] @ k[i, j]
    return y


class Conv2D:
    def __init__(self, kh, kw, c_in, c_out):
        self.kernel = np.random.randn(kh, kw, c_in, c_out) * 0.1
        self.bias = np.zeros((1, 1, 1, c_out))

    def forward(self, x):
        self.x = x
        return correlate(x, self.kernel) + self.bias

    def backward(self, dy):
        kh, kw = self.kernel.shape[:2]
        H, W = dy.shape[1:3]
        self.dkernel = np.zeros_like(self.kernel)
        for i in range(kh):
            for j in range(kw):
                self.dkernel[i, j] = np.tensordot(self.x[:, i:i + H, j:j + W], dy, ([0, 1, 2], [0, 1, 2]))
        self.dbias = dy.sum((0, 1, 2), keepdims=True)
        padded = np.pad(dy, [(0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)])
        k = self.kernel
        return correlate(padded, k.transpose(0, 1, 3, 2))
