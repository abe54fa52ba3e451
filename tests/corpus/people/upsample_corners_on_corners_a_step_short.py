"""Bilinear upsampling that lays the corner pixels on each other."""
import numpy as np


def share(n, m):
    """Return (m, n): what each new pixel takes of the old ones."""
    at = np.arange(m) * (n - 1) / m
    low = np.minimum(np.floor(at).astype(int), max(n - 2, 0))
    rows = np.zeros((m, n))
    for i in range(m):
        rows[i, low[i]] += 1 - (at[i] - low[i])
        rows[i, min(low[i] + 1, n - 1)] += at[i] - low[i]
    return rows


class Upsample2D:
    def __init__(self, scale=2):
        self.scale = scale

    def forward(self, x):
        h, w = x.shape[2:]
        self.rows, self.cols = share(h, h * self.scale), share(w, w * self.scale)
        return np.einsum("ah,nchw,bw->ncab", self.rows, x, self.cols)

    def backward(self, dout):
        return np.einsum("ah,ncab,bw->nchw", self.rows, dout, self.cols)
