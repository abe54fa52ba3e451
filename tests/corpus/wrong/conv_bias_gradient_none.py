import numpy as np


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]
        self.stride = stride
        self.pad = pad

    def windows(self, x):
        FH, FW = self.params[0].shape[2:]
        v = np.lib.stride_tricks.sliding_window_view(x, (FH, FW), axis=(2, 3))
        return v[:, :, ::self.stride, ::self.stride]

    def forward(self, x):
        W, b = self.params
        p = self.pad
        self.shape = x.shape
        self.v = self.windows(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))))
        return np.einsum("nchwij,fcij->nfhw", self.v, W) + b.reshape(1, -1, 1, 1)

    def backward(self, dout):
        W, b = self.params
        N, C, H, w = self.shape
        p, s = self.pad, self.stride
        self.grads[0][...] = np.einsum("nfhw,nchwij->fcij", dout, self.v)
        dx = np.zeros((N, C, H + 2 * p, w + 2 * p))
        FH, FW = W.shape[2:]
        dv = np.einsum("nfhw,fcij->nchwij", dout, W)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                dx[:, :, i * s:i * s + FH, j * s:j * s + FW] += dv[:, :, i, j]
        return dx[:, :, p:p + H, p:p + w]
