import numpy as np


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w = pool_h, pool_w
        self.stride, self.pad = stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        s, p = self.stride, self.pad
        out_h = 1 + (H + 2 * p - self.pool_h) // s
        out_w = 1 + (W + 2 * p - self.pool_w) // s
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
        col = np.empty((N, out_h, out_w, C, self.pool_h * self.pool_w))
        for i in range(out_h):
            for j in range(out_w):
                window = xp[:, :, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w]
                col[:, i, j] = window.reshape(N, C, -1)
        col = col.reshape(-1, self.pool_h * self.pool_w)   # (N*out_h*out_w*C, 窓)
        self.arg_max = col.argmax(axis=1)
        self.x_shape, self.xp_shape = x.shape, xp.shape
        out = col.max(axis=1)
        return out.reshape(N, C, out_h, out_w)

    def backward(self, dout):
        N, C, oh, ow = dout.shape
        s, p = self.stride, self.pad
        arg = self.arg_max.reshape(N, oh, ow, C)
        dx = np.zeros(self.xp_shape)
        for n, c, i, j in np.ndindex(N, C, oh, ow):
            a, b = divmod(arg[n, i, j, c], self.pool_w)
            dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
        H, W = self.x_shape[2:]
        return dx[:, :, p:p + H, p:p + W]
