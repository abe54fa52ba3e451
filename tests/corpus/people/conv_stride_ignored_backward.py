import numpy as np


class Conv:
    def __init__(self, num_filters, depth, size, stride=2):
        self.F = np.random.randn(num_filters, depth, size, size) / size
        self.bias = np.zeros(num_filters)
        self.size = size
        self.stride = stride

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        oh = (h - self.size) // self.stride + 1
        ow = (w - self.size) // self.stride + 1
        out = np.zeros((n, len(self.F), oh, ow))
        for i in range(oh):
            for j in range(ow):
                h0, w0 = i * self.stride, j * self.stride
                region = x[:, :, h0:h0 + self.size, w0:w0 + self.size]
                out[:, :, i, j] = np.tensordot(region, self.F, axes=([1, 2, 3], [1, 2, 3]))
        return out + self.bias[None, :, None, None]

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        self.dF = np.zeros_like(self.F)
        self.dbias = dout.sum((0, 2, 3))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                h0, w0 = i, j
                h1, w1 = h0 + self.size, w0 + self.size
                self.dF += np.tensordot(dout[:, :, i, j], self.x[:, :, h0:h1, w0:w1], axes=(0, 0))
                dx[:, :, h0:h1, w0:w1] += np.tensordot(dout[:, :, i, j], self.F, axes=(1, 0))
        return dx
