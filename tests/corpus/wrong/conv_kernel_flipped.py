import numpy as np


class Conv2d:
    """y = x * W (convolution, with flipped kernel)"""

    def __init__(self, n_in, n_out, kernel_size, stride=1, padding=0):
        self.kh, self.kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2
        self.s, self.p = stride, padding
        self.params = {"W": 0.01 * np.ones((n_out, n_in, self.kh, self.kw)), "b": np.zeros(n_out)}
        self.grads, self.buffers = {}, {}

    def forward(self, x):
        N, C, H, W = x.shape
        p, s = self.p, self.s
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.hw = H, W
        oh = (H + 2 * p - self.kh) // s + 1
        ow = (W + 2 * p - self.kw) // s + 1
        w = self.params["W"][:, :, ::-1, ::-1]
        y = np.zeros((N, len(w), oh, ow))
        for i in range(oh):
            for j in range(ow):
                window = self.xp[:, :, i * s : i * s + self.kh, j * s : j * s + self.kw]
                y[:, :, i, j] = np.einsum("nchw,ochw->no", window, w)
        return y + self.params["b"][:, None, None]

    def backward(self, dy):
        p, s = self.p, self.s
        H, W = self.hw
        w = self.params["W"][:, :, ::-1, ::-1]
        dw = np.zeros_like(w)
        dxp = np.zeros_like(self.xp)
        for i in range(dy.shape[2]):
            for j in range(dy.shape[3]):
                at = np.s_[:, :, i * s : i * s + self.kh, j * s : j * s + self.kw]
                dw += np.einsum("no,nchw->ochw", dy[:, :, i, j], self.xp[at])
                dxp[at] += np.einsum("no,ochw->nchw", dy[:, :, i, j], w)
        self.grads["W"] = dw[:, :, ::-1, ::-1]
        self.grads["b"] = dy.sum(axis=(0, 2, 3))
        return dxp[:, :, p : p + H, p : p + W]
