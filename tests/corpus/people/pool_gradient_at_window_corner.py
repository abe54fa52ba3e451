import numpy as np


class MaxPooling:
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        self.x = x
        k = self.k
        N, C, H, W = x.shape
        y = np.zeros((N, C, H // k, W // k))
        for i in range(H // k):
            for j in range(W // k):
                y[:, :, i, j] = x[:, :, i * k:(i + 1) * k, j * k:(j + 1) * k].max(axis=(2, 3))
        return y

    def backward(self, dout):
        k = self.k
        dx = np.zeros_like(self.x)
        for b, ch, i, j in np.ndindex(*dout.shape):
            win = self.x[b, ch, i * k:(i + 1) * k, j * k:(j + 1) * k]
            r, s = divmod(win.argmax(), k)
            dx[b, ch, i * k, j * k] = dout[b, ch, i, j]
        return dx
