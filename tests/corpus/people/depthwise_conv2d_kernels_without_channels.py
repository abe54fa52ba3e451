import numpy as np

class DepthwiseConv2d:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        N, C, H, W_ = x.shape
        _, kh, kw = self.W.shape
        s, p = self.stride, self.pad
        oh = (H + 2 * p - kh) // s + 1
        ow = (W_ + 2 * p - kw) // s + 1
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        out = np.zeros((N, C, oh, ow))
        for i in range(oh):
            for j in range(ow):
                win = self.xp[:, :, i * s : i * s + kh, j * s : j * s + kw]
                out[:, :, i, j] = (win * self.W).sum(axis=(2, 3))
        return out + self.b.reshape(1, -1, 1, 1)

    def backward(self, dout):
        s, p = self.stride, self.pad
        N, C, oh, ow = dout.shape
        _, kh, kw = self.W.shape
        self.db = dout.sum(axis=(0, 2, 3))
        self.dW = np.zeros_like(self.W)
        dxp = np.zeros_like(self.xp)
        for i in range(oh):
            for j in range(ow):
                g = dout[:, :, i, j][:, :, None, None]
                self.dW += (g * self.xp[:, :, i * s : i * s + kh, j * s : j * s + kw]).sum(axis=0)
                dxp[:, :, i * s : i * s + kh, j * s : j * s + kw] += g * self.W
        return dxp[:, :, p : dxp.shape[2] - p, p : dxp.shape[3] - p]
