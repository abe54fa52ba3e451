import numpy as np


class MaxPool3D:
    def __init__(self, pool_size=2):
        self.p = pool_size

    def forward(self, x):
        p = self.p
        n, c, d, h, w = x.shape
        d, h, w = d // p, h // p, w // p
        self.shape = x.shape
        x = x[:, :, :d * p, :h * p, :w * p].reshape(n, c, d, p, h, p, w, p)
        x = x.transpose(0, 1, 2, 4, 6, 3, 5, 7).reshape(n, c, d, h, w, p ** 3)
        self.arg = x.argmax(axis=-1)
        return x.max(axis=-1)

    def backward(self, dout):
        p = self.p
        n, c, d, h, w = dout.shape
        g = np.zeros(dout.shape + (p ** 3,))
        np.put_along_axis(g, self.arg[..., None], dout[..., None], axis=-1)
        g = g.reshape(n, c, d, h, w, p, p, p).transpose(0, 1, 2, 5, 3, 6, 4, 7)
        dx = np.zeros(self.shape)
        dx[:, :, :d * p, :h * p, :w * p] = g.reshape(n, c, d * p, h * p, w * p)
        return dx
