import numpy as np


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        s, p = self.stride, self.pad
        FN, C, FH, FW = self.W.shape
        N, _, H, Wd = x.shape
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.in_size = H, Wd
        oh = (H + 2 * p - FH) // s + 1
        ow = (Wd + 2 * p - FW) // s + 1
        out = np.zeros((N, FN, oh, ow), dtype=np.float32)  # メモリ節約
        for f in range(FN):
            for i in range(oh):
                for j in range(ow):
                    win = self.xp[:, :, i * s:i * s + FH, j * s:j * s + FW]
                    out[:, f, i, j] = (win * self.W[f]).sum(axis=(1, 2, 3)) + self.b[f]
        return out

    def backward(self, dout):
        s, p = self.stride, self.pad
        H, Wd = self.in_size
        FN, C, FH, FW = self.W.shape
        dxp = np.zeros(self.xp.shape, dtype=np.float32)
        self.dW = np.zeros(self.W.shape, dtype=np.float32)
        self.db = dout.sum(axis=(0, 2, 3)).astype(np.float32)
        for f in range(FN):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[:, f, i, j][:, None, None, None]
                    self.dW[f] += (g * self.xp[:, :, i * s:i * s + FH, j * s:j * s + FW]).sum(axis=0)
                    dxp[:, :, i * s:i * s + FH, j * s:j * s + FW] += g * self.W[f]
        return dxp[:, :, p:p + H, p:p + Wd]
