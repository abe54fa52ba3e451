import numpy as np
from numpy.lib.stride_tricks import as_strided


class Conv2d:
    def __init__(self, n_in, n_out, kernel_size, stride=1, padding=0, use_bias=True):
        k = (kernel_size, kernel_size) if isinstance(kernel_size, int) else tuple(kernel_size)
        self.params = {"W": np.random.default_rng(0).normal(0, 0.1, (n_out, n_in, *k))}
        if use_bias:
            self.params["b"] = np.zeros(n_out)
        self.grads, self.buffers = {}, {}
        self.stride = stride
        self.padding = padding

    def windows(self, xp):
        kh, kw = self.params["W"].shape[2:]
        s = self.stride
        N, C, H, W = xp.shape
        a, b, c, d = xp.strides
        shape = (N, C, (H - kh) // s + 1, (W - kw) // s + 1, kh, kw)
        return as_strided(xp, shape, (a, b, c * s, d * s, c, d))

    def forward(self, x):
        p = self.padding
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        y = np.tensordot(self.windows(self.xp), self.params["W"], axes=([1, 4, 5], [1, 2, 3]))
        y = y.transpose(0, 3, 1, 2)
        if "b" in self.params:
            y = y + self.params["b"].reshape(-1, 1, 1)
        return y

    def backward(self, dy):
        W = self.params["W"]
        p = self.padding
        self.grads["W"] = np.tensordot(dy, self.windows(self.xp), axes=([0, 2, 3], [0, 2, 3]))
        if "b" in self.params:
            self.grads["b"] = dy.sum((0, 2, 3))
        dwin = np.tensordot(dy, W, axes=(1, 0)).transpose(0, 3, 1, 2, 4, 5)
        dxp = np.zeros_like(self.xp)
        view = self.windows(dxp)
        kh, kw = W.shape[2:]
        for i in range(kh):
            for j in range(kw):
                view[..., i, j] += dwin[..., i, j]
        H, Wd = dxp.shape[2] - 2 * p, dxp.shape[3] - 2 * p
        return dxp[:, :, p:p + H, p:p + Wd]
