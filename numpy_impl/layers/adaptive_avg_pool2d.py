"""Adaptive average pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import images
from numpy_impl.layers.padding import Pair, pair
from numpy_impl.validation import require_shape


class AdaptiveAvgPool2d(Layer):
    """y = mean of each of OH times OW windows, among which the image is shared out.

    Of m windows along n pixels, window i reaches from floor(i n / m) up to ceil((i + 1) n / m).
    Where m does not divide n their sizes differ, and neighbours overlap by a pixel.

    Args:
        out_size: how many windows there are, one number or (OH, OW).

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW).

    Source:
        He, Zhang, Ren and Sun (2015), Spatial pyramid pooling in deep convolutional networks for
        visual recognition; torch.nn.AdaptiveAvgPool2d.
    """

    def __init__(self, out_size: int | Pair) -> None:
        super().__init__()
        self.out_size = pair("out_size", out_size)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        x = images(x)
        (height, width), (rows, columns) = x.shape[2:], self.out_size
        self.shape = x.shape
        self.rows, self.columns = self.parts(height, rows), self.parts(width, columns)
        y = np.empty((*x.shape[:2], rows, columns), x.dtype)
        for i, h in enumerate(self.rows):
            for j, w in enumerate(self.columns):
                y[:, :, i, j] = x[:, :, h, w].mean(axis=(2, 3))
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: each pixel's share of the windows that it lies in."""
        require_shape("dy", dy, (*self.shape[:2], *self.out_size))
        dx = np.zeros(self.shape, dy.dtype)
        for i, h in enumerate(self.rows):
            for j, w in enumerate(self.columns):
                share = dy[:, :, i, j] / ((h.stop - h.start) * (w.stop - w.start))
                dx[:, :, h, w] += share[:, :, None, None]
        return dx

    def parts(self, n: int, m: int) -> list[slice]:
        """Return m windows along n pixels."""
        return [slice(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]
