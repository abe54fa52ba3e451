import numpy as np


class Conv:
    def __init__(self, c_in, c_out, k):
        self.W = np.random.randn(c_out, c_in, k, k) * np.sqrt(2 / (c_in * k * k))
        self.b = np.zeros(c_out)
        self.p = k // 2

    def forward(self, x):
        k, p = self.W.shape[2], self.p
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        h, w = x.shape[2:]
        out = np.zeros((len(x), len(self.W), h, w))
        for i in range(k):
            for j in range(k):
                out += np.einsum("nchw,oc->nohw", self.xp[:, :, i:i + h, j:j + w], self.W[:, :, i, j])
        return out + self.b[:, None, None]

    def backward(self, dout):
        k, p = self.W.shape[2], self.p
        h, w = dout.shape[2:]
        self.dW, self.db = np.zeros_like(self.W), dout.sum(axis=(0, 2, 3))
        dxp = np.zeros_like(self.xp)
        for i in range(k):
            for j in range(k):
                part = self.xp[:, :, i:i + h, j:j + w]
                self.dW[:, :, i, j] = np.einsum("nohw,nchw->oc", dout, part)
                dxp[:, :, i:i + h, j:j + w] += np.einsum("nohw,oc->nchw", dout, self.W[:, :, i, j])
        return dxp[:, :, p:p + h, p:p + w]


class FPN:
    def __init__(self, in_channels, out_channels=256):
        self.lateral_convs = [Conv(c, out_channels, 1) for c in in_channels]
        self.fpn_convs = [Conv(out_channels, out_channels, 3) for _ in in_channels]

    def nearest(self, small, big):
        rows = np.arange(big[0]) * small[0] // big[0]
        cols = np.arange(big[1]) * small[1] // big[1]
        return rows, cols

    def forward(self, features):
        laterals = [conv.forward(f) for conv, f in zip(self.lateral_convs, features)]
        self.sizes = [m.shape[2:] for m in laterals]
        for i in range(len(laterals) - 1, 0, -1):
            rows, cols = self.nearest(self.sizes[i], self.sizes[i - 1])
            laterals[i - 1] = laterals[i - 1] + laterals[i][:, :, rows][:, :, :, cols]
        return [conv.forward(m) for conv, m in zip(self.fpn_convs, laterals)]

    def backward(self, douts):
        dm = [conv.backward(d) for conv, d in zip(self.fpn_convs, douts)]
        for i in range(1, len(dm)):
            rows, cols = self.nearest(self.sizes[i], self.sizes[i - 1])
            np.add.at(dm[i], (slice(None), slice(None), rows[:, None], cols), dm[i - 1])
        return [conv.backward(d) for conv, d in zip(self.lateral_convs, dm)]
