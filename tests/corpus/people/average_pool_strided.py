import numpy as np


class AvgPool:
    def __init__(self, window_h, window_w, stride):
        self.h, self.w, self.s = window_h, window_w, stride

    def forward(self, X):
        self.shape = X.shape
        N, C, H, W = X.shape
        self.oh, self.ow = (H - self.h) // self.s + 1, (W - self.w) // self.s + 1
        Y = np.empty((N, C, self.oh, self.ow))
        for r in range(self.oh):
            for c in range(self.ow):
                Y[..., r, c] = X[..., r*self.s:r*self.s+self.h, c*self.s:c*self.s+self.w].mean((-2, -1))
        return Y

    def backward(self, dY):
        dX = np.zeros(self.shape)
        for r in range(self.oh):
            for c in range(self.ow):
                dX[..., r*self.s:r*self.s+self.h, c*self.s:c*self.s+self.w] += dY[..., r:r+1, c:c+1] / (self.h * self.w)
        return dX
