"""A convolution whose stride and padding are pairs, the padding none by default."""
import numpy as np


class Conv2d:
    def __init__(self, in_channels, out_channels, k_size=(3, 3), stride=(1, 1), padding=None):
        self.stride, self.padding = stride, padding
        self.w = np.random.randn(out_channels, in_channels, *k_size) * 0.1
        self.b = np.zeros(out_channels)

    def forward(self, x):
        p_h, p_w = 0, 0
        if self.padding:
            p_h, p_w = self.padding
        self.x = np.pad(x, ((0, 0), (0, 0), (p_h, p_h), (p_w, p_w)))
        self.cut = p_h, p_w
        kh, kw = self.w.shape[2:]
        rows = range(0, self.x.shape[2] - kh + 1, self.stride[0])
        cols = range(0, self.x.shape[3] - kw + 1, self.stride[1])
        self.at = [(i, j, r, c) for i, r in enumerate(rows) for j, c in enumerate(cols)]
        out = np.zeros((len(x), len(self.b), len(rows), len(cols)))
        for i, j, r, c in self.at:
            part = self.x[:, :, r : r + kh, c : c + kw]
            out[:, :, i, j] = np.einsum("ncab,fcab->nf", part, self.w) + self.b
        return out

    def backward(self, dout):
        kh, kw = self.w.shape[2:]
        dx = np.zeros_like(self.x)
        self.dw, self.db = np.zeros_like(self.w), dout.sum(axis=(0, 2, 3))
        for i, j, r, c in self.at:
            part = self.x[:, :, r : r + kh, c : c + kw]
            self.dw += np.einsum("nf,ncab->fcab", dout[:, :, i, j], part)
            dx[:, :, r : r + kh, c : c + kw] += np.einsum(
                "nf,fcab->ncab", dout[:, :, i, j], self.w
            )
        p_h, p_w = self.cut
        return dx[:, :, p_h : dx.shape[2] - p_h, p_w : dx.shape[3] - p_w]
