import math

import numpy as np


class AdaptiveAvgPool2D:
    def __init__(self, output_size):
        if isinstance(output_size, int):
            output_size = (output_size, output_size)
        self.output_size = output_size

    @staticmethod
    def _bounds(i, n_in, n_out):
        return math.floor(i * n_in / n_out), math.ceil((i + 1) * n_in / n_out)

    def forward(self, x):
        self.in_shape = x.shape
        n, c, h, w = x.shape
        oh, ow = self.output_size
        out = np.zeros((n, c, oh, ow))
        for i in range(oh):
            top, bottom = self._bounds(i, h, oh)
            for j in range(ow):
                left, right = self._bounds(j, w, ow)
                out[:, :, i, j] = np.mean(x[:, :, top:bottom, left:right], axis=(-2, -1))
        return out

    def backward(self, dout):
        _, _, h, w = self.in_shape
        oh, ow = self.output_size
        dx = np.zeros(self.in_shape)
        for i in range(oh):
            top, bottom = self._bounds(i, h, oh)
            for j in range(ow):
                left, right = self._bounds(j, w, ow)
                area = (bottom - top) * (right - left)
                dx[:, :, top:bottom, left:right] += dout[:, :, i : i + 1, j : j + 1] / area
        return dx
