import numpy as np


class MaxPool:
    """Window, stride and padding are pairs: (height, width)."""

    def __init__(self, pool_size, stride=(1, 1), padding=(0, 0)):
        self.pool_size, self.stride, self.padding = pool_size, stride, padding

    def forward(self, x):
        ph, pw = self.padding[0], self.padding[1]
        fh, fw = self.pool_size[0], self.pool_size[1]
        self.shape = x.shape
        low = np.full((*x.shape[:2], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw), -np.inf)
        low[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]] = x
        self.padded = low
        rows = (low.shape[2] - fh) // self.stride[0] + 1
        cols = (low.shape[3] - fw) // self.stride[1] + 1
        out = np.empty((*x.shape[:2], rows, cols))
        for i in range(rows):
            for j in range(cols):
                out[:, :, i, j] = self._window(low, i, j).max(axis=(2, 3))
        return out

    def _window(self, a, i, j):
        top, left = i * self.stride[0], j * self.stride[1]
        return a[:, :, top : top + self.pool_size[0], left : left + self.pool_size[1]]

    def backward(self, dout):
        wide = np.zeros_like(self.padded)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                seen = self._window(self.padded, i, j)
                flat = seen.reshape(*seen.shape[:2], -1)
                first = np.eye(flat.shape[2])[flat.argmax(axis=2)].reshape(seen.shape)
                self._window(wide, i, j)[...] = first * dout[:, :, i, j][..., None, None]
        ph, pw = self.padding[0], self.padding[1]
        return wide[:, :, ph : ph + self.shape[2], pw : pw + self.shape[3]]
