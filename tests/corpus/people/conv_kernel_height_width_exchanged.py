import numpy as np


class Conv2d:
    def __init__(self, in_ch, out_ch, ksize, stride=1, pad=0):
        kh, kw = ksize
        self.stride, self.pad = stride, pad
        self.W = np.random.randn(out_ch, in_ch, kh, kw) * 0.1
        self.b = np.zeros(out_ch)

    def forward(self, x):
        n, c, h, w = x.shape
        _, _, kh, kw = self.W.shape
        oh = (h + 2 * self.pad - kh) // self.stride + 1
        ow = (w + 2 * self.pad - kh) // self.stride + 1
        p, s = self.pad, self.stride
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        y = np.zeros((n, self.W.shape[0], oh, ow))
        for i in range(kh):
            for j in range(kw):
                part = xp[:, :, i:i + s * oh:s, j:j + s * ow:s]
                y += np.einsum("nchw,oc->nohw", part, self.W[:, :, i, j])
        return y + self.b.reshape(1, -1, 1, 1)
