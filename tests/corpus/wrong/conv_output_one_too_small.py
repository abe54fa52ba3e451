import numpy as np


class Conv2d:
    def __init__(self, n_in, n_out, kernel_size, stride=1, padding=0, use_bias=True):
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        self.stride, self.padding = stride, padding
        self.params = {"W": np.zeros((n_out, n_in) + tuple(kernel_size))}
        if use_bias:
            self.params["b"] = np.zeros(n_out)
        self.grads = {}
        self.buffers = {}

    def forward(self, x):
        W = self.params["W"]
        s, p = self.stride, self.padding
        kh, kw = W.shape[2:]
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        out_h = (self.x.shape[2] - kh) // s
        out_w = (self.x.shape[3] - kw) // s
        y = np.zeros((len(x), len(W), out_h, out_w))
        for i in range(out_h):
            for j in range(out_w):
                part = self.x[:, :, i * s:i * s + kh, j * s:j * s + kw]
                y[:, :, i, j] = np.tensordot(part, W, axes=([1, 2, 3], [1, 2, 3]))
        if "b" in self.params:
            y += self.params["b"].reshape(1, -1, 1, 1)
        return y

    def backward(self, dy):
        W = self.params["W"]
        s, p = self.stride, self.padding
        kh, kw = W.shape[2:]
        dx, dW = np.zeros_like(self.x), np.zeros_like(W)
        for i in range(dy.shape[2]):
            for j in range(dy.shape[3]):
                part = self.x[:, :, i * s:i * s + kh, j * s:j * s + kw]
                dW += np.tensordot(dy[:, :, i, j], part, axes=(0, 0))
                dx[:, :, i * s:i * s + kh, j * s:j * s + kw] += np.tensordot(dy[:, :, i, j], W, axes=(1, 0))
        self.grads["W"] = dW
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
