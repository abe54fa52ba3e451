import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        p, s = self.pad, self.stride
        self.x_shape = x.shape
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.win = sliding_window_view(xp, self.W.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
        return np.einsum("nchwij,fcij->nfhw", self.win, self.W) + self.b[None, :, None, None]

    def backward(self, dout):
        N, C, H, Wd = self.x_shape
        fh, fw = self.W.shape[2:]
        p, s = self.pad, self.stride
        self.db = np.einsum("nfhw->f", dout)
        self.dW = np.einsum("nfhw,nchwij->fcij", dout, self.win)
        # strideの間に0をはさみ、周囲を0で囲んでから反転したカーネルを畳み込む
        big = np.zeros((N, dout.shape[1], H + 2 * p + fh - 1, Wd + 2 * p + fw - 1))
        oh, ow = dout.shape[2:]
        big[:, :, fh - 1:fh - 1 + s * oh:s, fw - 1:fw - 1 + s * ow:s] = dout
        v = sliding_window_view(big, (fh, fw), axis=(2, 3))
        dx = np.einsum("nfhwij,fcij->nchw", v, self.W[:, :, ::-1, ::-1])
        return dx[:, :, p:p + H, p:p + Wd]
