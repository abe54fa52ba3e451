import numpy as np


class Unpool:
    def __init__(self, kernel_size, stride):
        self.k, self.s = kernel_size, stride

    def forward(self, x, indices):
        N, C, OH, OW = x.shape
        H = (OH - 1) * self.s + self.k
        W = (OW - 1) * self.s + self.k
        self.idx = np.repeat(indices[:, :1], C, axis=1).reshape(N, C, -1)
        out = np.zeros((N, C, H * W))
        np.put_along_axis(out, self.idx, x.reshape(N, C, -1), axis=2)
        self.in_shape = x.shape
        return out.reshape(N, C, H, W)

    def backward(self, dout):
        N, C = dout.shape[:2]
        dx = np.take_along_axis(dout.reshape(N, C, -1), self.idx, axis=2)
        return dx.reshape(self.in_shape)
