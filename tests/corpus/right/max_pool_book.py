import numpy as np


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        N, C, H, W = x.shape
        s, p = self.stride, self.pad
        oh = (H + 2 * p - self.pool_h) // s + 1
        ow = (W + 2 * p - self.pool_w) // s + 1
        img = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
        col = np.zeros((N, oh, ow, C, self.pool_h, self.pool_w))
        for i in range(self.pool_h):
            for j in range(self.pool_w):
                part = img[:, :, i:i + s * oh:s, j:j + s * ow:s]
                col[:, :, :, :, i, j] = part.transpose(0, 2, 3, 1)
        col = col.reshape(-1, self.pool_h * self.pool_w)
        self.x_shape, self.img_shape = x.shape, img.shape
        self.arg_max = np.argmax(col, axis=1)
        return np.max(col, axis=1).reshape(N, oh, ow, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        N, C, oh, ow = dout.shape
        s, p = self.stride, self.pad
        d = dout.transpose(0, 2, 3, 1).ravel()
        dmax = np.zeros((d.size, self.pool_h * self.pool_w))
        dmax[np.arange(d.size), self.arg_max] = d
        dmax = dmax.reshape(N, oh, ow, C, self.pool_h, self.pool_w)
        img = np.zeros(self.img_shape)
        for i in range(self.pool_h):
            for j in range(self.pool_w):
                img[:, :, i:i + s * oh:s, j:j + s * ow:s] += dmax[..., i, j].transpose(0, 3, 1, 2)
        H, W = self.x_shape[2:]
        return img[:, :, p:p + H, p:p + W]
