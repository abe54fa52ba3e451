"""A convolution of images with the channels last; its dilation counts the gaps, 0 by default."""

import numpy as np


def sides_of(pad):
    if isinstance(pad, int):
        return (pad, pad), (pad, pad)
    return tuple((p, p) if isinstance(p, int) else p for p in pad)


class ConvLayer:
    def __init__(self, out_ch, kernel_shape, pad=0, stride=1, dilation=0):
        self.out_ch, self.kernel_shape = out_ch, kernel_shape
        self.pad, self.stride, self.dilation = pad, stride, dilation
        self.weights = {"W": None, "b": None}
        self.grads = {}
        self.made = False

    def make(self, in_ch):
        fr, fc = self.kernel_shape
        scale = np.sqrt(2.0 / (fr * fc * in_ch))
        self.weights["W"] = scale * np.random.randn(fr, fc, in_ch, self.out_ch)
        self.weights["b"] = np.zeros((1, 1, 1, self.out_ch))
        self.made = True

    def forward(self, X):
        if not self.made:
            self.make(X.shape[3])
        W, b = self.weights["W"], self.weights["b"]
        rows, cols = sides_of(self.pad)
        self.shape = X.shape
        self.Xp = np.pad(X, ((0, 0), rows, cols, (0, 0)))
        fr, fc = self.kernel_shape
        d, s = self.dilation + 1, self.stride
        oh = (self.Xp.shape[1] - (fr - 1) * d - 1) // s + 1
        ow = (self.Xp.shape[2] - (fc - 1) * d - 1) // s + 1
        Z = np.zeros((len(X), oh, ow, self.out_ch)) + b
        for i in range(oh):
            for j in range(ow):
                r, c = i * s, j * s
                seen = self.Xp[:, r:r + (fr - 1) * d + 1:d, c:c + (fc - 1) * d + 1:d, :]
                Z[:, i, j, :] += np.tensordot(seen, W, axes=3)
        return Z

    def backward(self, dZ):
        W = self.weights["W"]
        rows, cols = sides_of(self.pad)
        fr, fc = self.kernel_shape
        d, s = self.dilation + 1, self.stride
        dW, dXp = np.zeros_like(W), np.zeros_like(self.Xp)
        for i in range(dZ.shape[1]):
            for j in range(dZ.shape[2]):
                r, c = i * s, j * s
                window = (slice(None), slice(r, r + (fr - 1) * d + 1, d),
                          slice(c, c + (fc - 1) * d + 1, d))
                dW += np.tensordot(self.Xp[window], dZ[:, i, j, :], axes=([0], [0]))
                dXp[window] += np.tensordot(dZ[:, i, j, :], W, axes=([1], [3]))
        self.grads["W"] = dW
        self.grads["b"] = dZ.sum(axis=(0, 1, 2), keepdims=True)
        _, h, w, _ = self.shape
        return dXp[:, rows[0]:rows[0] + h, cols[0]:cols[0] + w, :]
