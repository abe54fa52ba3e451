import numpy as np


class Conv3D:
    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        p, s = self.pad, self.stride
        F, C, KD, KH, KW = self.W.shape
        self.x = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p), (p, p)])
        N, _, D, H, W = self.x.shape
        od, oh, ow = (D - KD) // s + 1, (H - KH) // s + 1, (W - KW) // s + 1
        out = np.zeros((N, F, od, oh, ow))
        for d in range(od):
            for h in range(oh):
                for w in range(ow):
                    win = self.x[:, :, d*s:d*s+KD, h*s:h*s+KH, w*s:w*s+KW]
                    out[:, :, d, h, w] = win.reshape(N, -1) @ self.W.reshape(F, -1).T + self.b
        return out

    def backward(self, dout):
        p, s = self.pad, self.stride
        F, C, KD, KH, KW = self.W.shape
        N = dout.shape[0]
        dx = np.zeros(self.x.shape)
        self.dW = np.zeros(self.W.shape)
        self.db = dout.mean(axis=(0, 2, 3, 4))
        for d, h, w in np.ndindex(dout.shape[2:]):
            g = dout[:, :, d, h, w]
            at = (slice(None), slice(None), slice(d*s, d*s+KD), slice(h*s, h*s+KH), slice(w*s, w*s+KW))
            self.dW += (g.T @ self.x[at].reshape(N, -1)).reshape(self.W.shape)
            dx[at] += (g @ self.W.reshape(F, -1)).reshape(N, C, KD, KH, KW)
        return dx[:, :, p:dx.shape[2]-p, p:dx.shape[3]-p, p:dx.shape[4]-p]
