import numpy as np


class CausalConv1D:
    def __init__(self, W, b, dilation=1):
        self.W, self.b, self.d = W, b, dilation

    def forward(self, x):
        n, c, t = x.shape
        f, _, k = self.W.shape
        pad = (k - 1) * self.d
        self.xp = np.concatenate([np.zeros((n, c, pad)), x], axis=2)
        self.shape = x.shape
        out = np.zeros((n, f, t))
        for i in range(t):
            window = self.xp[:, :, i:i + pad + 1:self.d]
            out[:, :, i] = np.tensordot(window, self.W, axes=([1, 2], [1, 2])) + self.b
        return out

    def backward(self, dout):
        n, c, t = self.shape
        pad = (self.W.shape[2] - 1) * self.d
        self.dW, self.db = np.zeros_like(self.W), dout.sum(axis=(0, 2))
        dxp = np.zeros_like(self.xp)
        for i in range(t):
            g = dout[:, :, i]
            window = self.xp[:, :, i:i + pad + 1:self.d]
            self.dW += np.tensordot(g, window, axes=([0], [0]))
            dxp[:, :, i:i + pad + 1:self.d] += np.tensordot(g, self.W, axes=([1], [0]))
        return dxp[:, :, pad:]
