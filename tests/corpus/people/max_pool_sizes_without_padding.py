import numpy as np


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = int(1 + (H - self.pool_h) / self.stride)
        out_w = int(1 + (W - self.pool_w) / self.stride)
        p = self.pad
        X = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
        s = self.stride
        oh = (X.shape[2] - self.pool_h) // s + 1
        ow = (X.shape[3] - self.pool_w) // s + 1
        col = np.stack(
            [
                X[:, :, i : i + s * oh : s, j : j + s * ow : s]
                for i in range(self.pool_h)
                for j in range(self.pool_w)
            ],
            axis=-1,
        )
        col = col.transpose(0, 2, 3, 1, 4).reshape(-1, self.pool_h * self.pool_w)
        self.shape, self.arg = X.shape, col.argmax(axis=1)
        self.sizes = oh, ow
        return col.max(axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        oh, ow = self.sizes
        s, p = self.stride, self.pad
        flat = dout.transpose(0, 2, 3, 1).ravel()
        dcol = np.zeros((flat.size, self.pool_h * self.pool_w))
        dcol[np.arange(flat.size), self.arg] = flat
        N, C, H, W = self.shape
        dcol = dcol.reshape(N, oh, ow, C, -1).transpose(0, 3, 1, 2, 4)
        dX = np.zeros(self.shape)
        for k in range(self.pool_h * self.pool_w):
            i, j = divmod(k, self.pool_w)
            dX[:, :, i : i + s * oh : s, j : j + s * ow : s] += dcol[..., k]
        return dX[:, :, p : H - p, p : W - p]
