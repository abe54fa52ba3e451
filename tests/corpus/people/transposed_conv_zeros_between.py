"""A transposed convolution: zeros are put between the pixels, and the kernel slides over that."""

import numpy as np


class UpConv:
    """kernel is (height, width, n_in, n_out); images are (N, H, W, C)."""

    def __init__(self, kernel, stride=(1, 1), padding="VALID"):
        self.kernel, self.stride, self.padding = kernel, stride, padding
        self.params = {"w": 0.1 * np.random.randn(*kernel), "b": np.zeros(kernel[3])}
        self.grads = {}

    def spread(self, x):
        (sh, sw), (kh, kw) = self.stride, self.kernel[:2]
        n, h, w, c = x.shape
        out = np.zeros((n, (h - 1) * sh + 1, (w - 1) * sw + 1, c))
        out[:, ::sh, ::sw] = x
        if self.padding == "VALID":
            return np.pad(out, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
        raise ValueError("padding must be VALID")

    def forward(self, x):
        kh, kw = self.kernel[:2]
        self.wide = self.spread(x)
        oh, ow = self.wide.shape[1] - kh + 1, self.wide.shape[2] - kw + 1
        y = np.zeros((len(x), oh, ow, self.kernel[3])) + self.params["b"]
        for i in range(kh):
            for j in range(kw):
                y += self.wide[:, i:i + oh, j:j + ow] @ self.params["w"][i, j]
        return y

    def backward(self, dy):
        (kh, kw), (sh, sw) = self.kernel[:2], self.stride
        oh, ow = dy.shape[1:3]
        dwide, dw = np.zeros_like(self.wide), np.zeros_like(self.params["w"])
        for i in range(kh):
            for j in range(kw):
                seen = self.wide[:, i:i + oh, j:j + ow]
                dw[i, j] = np.einsum("nhwc,nhwd->cd", seen, dy)
                dwide[:, i:i + oh, j:j + ow] += dy @ self.params["w"][i, j].T
        self.grads["w"], self.grads["b"] = dw, dy.sum(axis=(0, 1, 2))
        inner = dwide[:, kh - 1:dwide.shape[1] - kh + 1, kw - 1:dwide.shape[2] - kw + 1]
        return inner[:, ::sh, ::sw]
