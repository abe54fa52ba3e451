import numpy as np


class MaxPooling2D_np:
    def __init__(self, pooling_shape=(2, 2), stride=None):
        self.rows, self.cols = pooling_shape
        self.step = self.rows if stride is None else stride

    def windows(self, height, width):
        for i, top in enumerate(range(0, height - self.rows + 1, self.step)):
            for j, left in enumerate(range(0, width - self.cols + 1, self.step)):
                yield i, j, slice(top, top + self.rows), slice(left, left + self.cols)

    def forward(self, x):
        self.x = x
        n, c, height, width = x.shape
        down = (height - self.rows) // self.step + 1
        across = (width - self.cols) // self.step + 1
        out = np.empty((n, c, down, across))
        for i, j, r, s in self.windows(height, width):
            out[:, :, i, j] = x[:, :, r, s].max(axis=(2, 3))
        return out

    def backward(self, dout):
        dx = np.zeros(self.x.shape)
        n, c, height, width = self.x.shape
        for i, j, r, s in self.windows(height, width):
            part = self.x[:, :, r, s].reshape(n, c, -1)
            first = np.eye(part.shape[-1])[part.argmax(axis=-1)].reshape(n, c, self.rows, self.cols)
            dx[:, :, r, s] += first * dout[:, :, i, j][:, :, None, None]
        return dx
