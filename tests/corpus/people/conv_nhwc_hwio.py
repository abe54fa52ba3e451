import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Conv2D:
    def __init__(self, kernel_size, c_in, c_out):
        kh, kw = kernel_size
        self.kernel = np.random.normal(0, 0.1, (kh, kw, c_in, c_out))
        self.bias = np.zeros(c_out)

    def forward(self, x):
        kh, kw = self.kernel.shape[:2]
        self.x = x
        self.win = sliding_window_view(x, (kh, kw), axis=(1, 2))  # n h w c kh kw
        return np.einsum("nhwcij,ijco->nhwo", self.win, self.kernel) + self.bias

    def backward(self, dy):
        kh, kw = self.kernel.shape[:2]
        self.dkernel = np.einsum("nhwcij,nhwo->ijco", self.win, dy)
        self.dbias = dy.sum((0, 1, 2))
        dyp = np.pad(dy, ((0, 0), (kh - 1,) * 2, (kw - 1,) * 2, (0, 0)))
        flipped = self.kernel[::-1, ::-1]
        w = sliding_window_view(dyp, (kh, kw), axis=(1, 2))
        return np.einsum("nhwoij,ijco->nhwc", w, flipped)
