"""Max pooling of images with the channels last; it squeezes, so one channel alone is too few."""

import numpy as np


class MaxPool:
    def __init__(self, pool_size=(2, 2), stride=None, padding="VALID"):
        self.size = pool_size
        self.step = pool_size if stride is None else stride
        self.mode = padding

    def border(self, side, k):
        if self.mode == "SAME":
            return (k - 1) // 2, k - 1 - (k - 1) // 2
        return 0, 0

    def forward(self, x):
        (kh, kw), (sh, sw) = self.size, self.step
        n, h, w, c = x.shape
        self.rows, self.cols = self.border(h, kh), self.border(w, kw)
        self.x = np.pad(x, ((0, 0), self.rows, self.cols, (0, 0)))
        oh, ow = (self.x.shape[1] - kh) // sh + 1, (self.x.shape[2] - kw) // sw + 1
        y = np.empty((n, oh, ow, c))
        self.best = np.empty((n, oh, ow, c), dtype=int)
        for i in range(oh):
            for j in range(ow):
                window = self.x[:, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(n, -1, c)
                at = window.argmax(axis=1)[:, np.newaxis]
                self.best[:, i, j] = at.squeeze()
                y[:, i, j] = np.take_along_axis(window, at, axis=1).squeeze()
        return y

    def backward(self, dy):
        (kh, kw), (sh, sw) = self.size, self.step
        n, _, _, c = self.x.shape
        dx = np.zeros_like(self.x)
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                patch = np.zeros((n, kh * kw, c))
                np.put_along_axis(patch, self.best[:, i, j][:, np.newaxis],
                                  dy[:, i, j][:, np.newaxis], axis=1)
                dx[:, i * sh:i * sh + kh, j * sw:j * sw + kw] += patch.reshape(n, kh, kw, c)
        (top, bottom), (left, right) = self.rows, self.cols
        return dx[:, top:dx.shape[1] - bottom, left:dx.shape[2] - right]
