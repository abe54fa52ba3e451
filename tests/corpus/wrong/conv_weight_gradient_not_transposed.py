import numpy as np


def im2col(x, fh, fw, stride, pad):
    x = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    v = np.lib.stride_tricks.sliding_window_view(x, (fh, fw), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, oh, ow = v.shape[:4]
    return v.transpose(0, 2, 3, 1, 4, 5).reshape(N * oh * ow, -1), oh, ow


class Convolution:
    """畳み込み層"""

    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

        # 逆伝播で使う
        self.x_shape = None
        self.col = None
        self.col_W = None

        self.dW = None
        self.db = None

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        col, oh, ow = im2col(x, FH, FW, self.stride, self.pad)
        col_W = self.W.reshape(FN, -1).T
        self.x_shape, self.col, self.col_W = x.shape, col, col_W
        out = col.dot(col_W) + self.b
        return out.reshape(len(x), oh, ow, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = self.x_shape
        oh, ow = dout.shape[2:]
        d = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db = np.sum(d, axis=0)
        dW = np.dot(self.col.T, d)
        self.dW = dW.reshape(FN, C, FH, FW)

        dcol = np.dot(d, self.col_W.T).reshape(N, oh, ow, C, FH, FW).transpose(0, 3, 4, 5, 1, 2)
        s, p = self.stride, self.pad
        img = np.zeros((N, C, H + 2 * p, W + 2 * p))
        for y in range(FH):
            for x in range(FW):
                img[:, :, y:y + s * oh:s, x:x + s * ow:s] += dcol[:, :, y, x]
        return img[:, :, p:p + H, p:p + W]
