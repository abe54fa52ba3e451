import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, k, stride=1, pad=0):
        self.k, self.s, self.p = k, stride, pad
        self.W = np.random.randn(out_channels, in_channels, k, k) * np.sqrt(2 / (in_channels * k * k))
        self.b = np.zeros(out_channels)

    def forward(self, x):
        k, s, p = self.k, self.s, self.p
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        H = (self.xp.shape[2] - k) // s + 1
        W = (self.xp.shape[3] - k) // s + 1
        out = np.empty((len(x), len(self.W), H, W))
        for i in range(H):
            for j in range(W):
                patch = self.xp[:, :, i * s:i * s + k, j * s:j * s + k]
                out[:, :, i, j] = np.einsum('nchw,ochw->no', patch, self.W) + self.b
        return out

    def backward(self, dout):
        k, s, p = self.k, self.s, self.p
        dxp = np.zeros_like(self.xp)
        self.dW = np.zeros_like(self.W)
        self.db = dout.sum(axis=(0, 2, 3))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                d = dout[:, :, i, j]
                win = np.s_[:, :, i * s:i * s + k, j * s:j * s + k]
                self.dW += np.einsum('no,nchw->ochw', d, self.xp[win])
                dxp[win] += np.einsum('no,ochw->nchw', d, self.W)
        return dxp[:, :, p:-p, p:-p] if p else dxp
