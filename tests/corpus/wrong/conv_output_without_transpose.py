import numpy as np


def im2col(img, fh, fw, s, p):
    N, C, H, W = img.shape
    oh = (H + 2*p - fh)//s + 1
    ow = (W + 2*p - fw)//s + 1
    img = np.pad(img, [(0, 0), (0, 0), (p, p), (p, p)])
    cols = []
    for n in range(N):
        for i in range(0, oh*s, s):
            for j in range(0, ow*s, s):
                cols.append(img[n, :, i:i+fh, j:j+fw].ravel())
    return np.array(cols), oh, ow


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad
        self.dW = None
        self.db = None

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N = x.shape[0]
        self.x_shape = x.shape
        self.col, out_h, out_w = im2col(x, FH, FW, self.stride, self.pad)
        out = self.col @ self.W.reshape(FN, -1).T + self.b
        return out.reshape(N, FN, out_h, out_w)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = self.x_shape
        oh, ow = dout.shape[2:]
        s, p = self.stride, self.pad
        rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db = rows.sum(axis=0)
        self.dW = (rows.T @ self.col).reshape(self.W.shape)
        dcol = (rows @ self.W.reshape(FN, -1)).reshape(N, oh, ow, C, FH, FW)
        dx = np.zeros((N, C, H + 2*p, W + 2*p))
        for i in range(oh):
            for j in range(ow):
                dx[:, :, i*s:i*s+FH, j*s:j*s+FW] += dcol[:, i, j]
        return dx[:, :, p:p+H, p:p+W]
