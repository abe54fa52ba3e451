import numpy as np


class Convolution:
    """3x3, stride 1, pad 1"""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.xp = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        H, W = x.shape[2:]
        y = np.zeros((len(x), len(self.W), H, W))
        for i in range(3):
            for j in range(3):
                y += np.einsum('nchw,oc->nohw', self.xp[:, :, i:i + H, j:j + W], self.W[:, :, i, j])
        return y + self.b[:, None, None]

    def backward(self, dout):
        H, W = dout.shape[2:]
        self.dW = np.zeros_like(self.W)
        dxp = np.zeros_like(self.xp)
        for i in range(3):
            for j in range(3):
                self.dW[:, :, i, j] = np.einsum('nohw,nchw->oc', dout, self.xp[:, :, i:i + H, j:j + W])
                dxp[:, :, i:i + H, j:j + W] += np.einsum('nohw,oc->nchw', dout, self.W[:, :, i, j])
        self.db = dout.sum(axis=(0, 1, 2))
        return dxp[:, :, 1:-1, 1:-1]
