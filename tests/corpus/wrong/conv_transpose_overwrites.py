import numpy as np


class ConvTranspose2d:
    def __init__(self, n_in, n_out, kernel_size, stride=1, padding=0):
        k = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
        self.params = {"W": np.random.default_rng(0).normal(size=(n_in, n_out, *k)), "b": np.zeros(n_out)}
        self.grads, self.buffers = {}, {}
        self.stride, self.padding = stride, padding

    def forward(self, x):
        W, b = self.params["W"], self.params["b"]
        s, p = self.stride, self.padding
        N, C, H, Wd = x.shape
        kh, kw = W.shape[2:]
        self.x = x
        y = np.zeros((N, W.shape[1], (H - 1) * s + kh, (Wd - 1) * s + kw))
        for i in range(H):
            for j in range(Wd):
                y[:, :, i * s:i * s + kh, j * s:j * s + kw] = np.einsum("nc,cohw->nohw", x[:, :, i, j], W)
        y = y[:, :, p:y.shape[2] - p, p:y.shape[3] - p]
        return y + b[:, None, None]

    def backward(self, dy):
        W = self.params["W"]
        s, p = self.stride, self.padding
        kh, kw = W.shape[2:]
        g = np.pad(dy, ((0, 0), (0, 0), (p, p), (p, p)))
        dx, dW = np.zeros_like(self.x), np.zeros_like(W)
        for i in range(dx.shape[2]):
            for j in range(dx.shape[3]):
                part = g[:, :, i * s:i * s + kh, j * s:j * s + kw]
                dx[:, :, i, j] = np.einsum("nohw,cohw->nc", part, W)
                dW += np.einsum("nc,nohw->cohw", self.x[:, :, i, j], part)
        self.grads["W"] = dW
        self.grads["b"] = dy.sum(axis=(0, 2, 3))
        return dx
