import numpy as np


class AdaptiveMaxPool2d:
    def __init__(self, output_size):
        self.size = (output_size, output_size) if isinstance(output_size, int) else output_size

    def bins(self, n, m):
        return [(k * n // m, -((-(k + 1) * n) // m)) for k in range(m)]

    def forward(self, x):
        self.x = x
        out = np.zeros(x.shape[:2] + tuple(self.size))
        for i, (r0, r1) in enumerate(self.bins(x.shape[2], self.size[0])):
            for j, (c0, c1) in enumerate(self.bins(x.shape[3], self.size[1])):
                out[:, :, i, j] = x[:, :, r0:r1, c0:c1].max(axis=(2, 3))
        self.out = out
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for i, (r0, r1) in enumerate(self.bins(self.x.shape[2], self.size[0])):
            for j, (c0, c1) in enumerate(self.bins(self.x.shape[3], self.size[1])):
                for n in range(self.x.shape[0]):
                    for c in range(self.x.shape[1]):
                        patch = self.x[n, c, r0:r1, c0:c1]
                        r, q = divmod(int(patch.argmax()), c1 - c0)
                        dx[n, c, r0 + r, c0 + q] = dout[n, c, i, j]
        return dx
