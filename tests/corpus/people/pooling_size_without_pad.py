"""Max pooling by a matrix of windows; the size of the output knows nothing of the padding."""

import numpy as np


def windows(x, kh, kw, step, pad):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    n, c, h, w = x.shape
    oh, ow = (h - kh) // step + 1, (w - kw) // step + 1
    found = np.empty((n, oh, ow, c, kh, kw))
    for i in range(oh):
        for j in range(ow):
            found[:, i, j] = x[:, :, i * step:i * step + kh, j * step:j * step + kw]
    return found.reshape(-1, kh * kw)


def images(cols, shape, kh, kw, step, pad):
    n, c, h, w = shape
    x = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    oh, ow = (h + 2 * pad - kh) // step + 1, (w + 2 * pad - kw) // step + 1
    cols = cols.reshape(n, oh, ow, c, kh, kw)
    for i in range(oh):
        for j in range(ow):
            x[:, :, i * step:i * step + kh, j * step:j * step + kw] += cols[:, i, j]
    return x[:, :, pad:pad + h, pad:pad + w]


class MaxPooling:
    def __init__(self, pool_h, pool_w, stride=2, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        self.shape = n, c, h, w = x.shape
        out_h = int(1 + (h - self.pool_h) / self.stride)
        out_w = int(1 + (w - self.pool_w) / self.stride)
        col = windows(x, self.pool_h, self.pool_w, self.stride, self.pad)
        self.best = col.argmax(axis=1)
        return col.max(axis=1).reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)

    def backward(self, dout):
        dcol = np.zeros((dout.size, self.pool_h * self.pool_w))
        dcol[np.arange(self.best.size), self.best] = dout.transpose(0, 2, 3, 1).ravel()
        return images(dcol, self.shape, self.pool_h, self.pool_w, self.stride, self.pad)
