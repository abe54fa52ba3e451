import numpy as np


class Conv2D:
    """Images are (N, H, W, C); kernel is [height, width, in, out]."""

    def __init__(self, kernel, stride=(1, 1), padding="SAME"):
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.params = {"w": None, "b": None}
        self.grads = {}

    def _pads(self, k):
        if self.padding != "SAME":
            return 0, 0
        return (k - 1) // 2, (k - 1) - (k - 1) // 2

    def forward(self, x):
        kh, kw, n_in, n_out = self.kernel
        if self.params["w"] is None:
            self.params["w"] = (0.1 * np.random.randn(kh, kw, n_in, n_out)).astype(np.float32)
            self.params["b"] = np.zeros(n_out, dtype=np.float32)
        self.pads = self._pads(kh), self._pads(kw)
        X = np.pad(x, ((0, 0), *self.pads, (0, 0)))
        sh, sw = self.stride
        oh, ow = (X.shape[1] - kh) // sh + 1, (X.shape[2] - kw) // sw + 1
        out = np.empty((len(x), oh, ow, n_out))
        for i in range(oh):
            for j in range(ow):
                patch = X[:, i * sh : i * sh + kh, j * sw : j * sw + kw, :]
                out[:, i, j] = np.tensordot(patch, self.params["w"], 3)
        self.X = X
        return out + self.params["b"]

    def backward(self, dout):
        kh, kw, _, _ = self.kernel
        sh, sw = self.stride
        dX = np.zeros(self.X.shape, dtype=np.float32)
        dW = np.zeros_like(self.params["w"])
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                at = np.s_[:, i * sh : i * sh + kh, j * sw : j * sw + kw, :]
                dW += np.tensordot(self.X[at], dout[:, i, j], (0, 0))
                dX[at] += np.tensordot(dout[:, i, j], self.params["w"], (1, 3))
        self.grads = {"w": dW, "b": dout.sum(axis=(0, 1, 2))}
        (top, bottom), (left, right) = self.pads
        h, w = dX.shape[1:3]
        return dX[:, top : h - bottom, left : w - right, :]
