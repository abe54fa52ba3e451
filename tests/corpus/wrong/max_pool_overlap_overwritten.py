import numpy as np


class Pooling:
    def __init__(self, pool_h, pool_w, stride=2, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        p, s = self.pad, self.stride
        N, C, H, W = x.shape
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
        oh = (H + 2 * p - self.pool_h) // s + 1
        ow = (W + 2 * p - self.pool_w) // s + 1
        out = np.zeros((N, C, oh, ow))
        self.at = np.zeros((N, C, oh, ow, 2), dtype=int)
        for n, c, i, j in np.ndindex(N, C, oh, ow):
            win = xp[n, c, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w]
            k = np.unravel_index(win.argmax(), win.shape)
            out[n, c, i, j] = win[k]
            self.at[n, c, i, j] = k[0] + i * s, k[1] + j * s
        self.shape, self.padded = x.shape, xp.shape
        return out

    def backward(self, dout):
        dx = np.zeros(self.padded)
        for n, c, i, j in np.ndindex(*dout.shape):
            a, b = self.at[n, c, i, j]
            dx[n, c, a, b] = dout[n, c, i, j]
        p, (H, W) = self.pad, self.shape[2:]
        return dx[:, :, p:p + H, p:p + W]
