import numpy as np


class MaxPool2d:
    def __init__(self, kernel_size, stride=None):
        self.k = kernel_size
        self.s = stride or kernel_size
        self.params, self.grads, self.buffers = {}, {}, {}

    def forward(self, x):
        k, s = self.k, self.s
        self.x = x
        N, C, H, W = x.shape
        self.tops = list(range(0, H - k, s))
        self.lefts = list(range(0, W - k, s))
        y = np.zeros((N, C, len(self.tops), len(self.lefts)))
        for i, t in enumerate(self.tops):
            for j, l in enumerate(self.lefts):
                y[:, :, i, j] = x[:, :, t:t + k, l:l + k].max(axis=(2, 3))
        return y

    def backward(self, dy):
        dx = np.zeros_like(self.x)
        k = self.k
        N, C = dy.shape[:2]
        for n in range(N):
            for c in range(C):
                for i, t in enumerate(self.tops):
                    for j, l in enumerate(self.lefts):
                        win = self.x[n, c, t:t + k, l:l + k]
                        a, b = np.unravel_index(np.argmax(win), win.shape)
                        dx[n, c, t + a, l + b] += dy[n, c, i, j]
        return dx
