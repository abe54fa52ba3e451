"""Adaptive max pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import images
from numpy_impl.layers.padding import Pair, pair
from numpy_impl.validation import require_shape


class AdaptiveMaxPool2d(Layer):
    """y = maximum of each of OH times OW windows, among which the image is shared out.

    Of m windows along n pixels, window i reaches from floor(i n / m) up to ceil((i + 1) n / m).
    Where m does not divide n their sizes differ, and neighbours overlap by a pixel.

    Args:
        out_size: how many windows there are, one number or (OH, OW).

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW).

    Source:
        He, Zhang, Ren and Sun (2015), Spatial pyramid pooling in deep convolutional networks for
        visual recognition; torch.nn.AdaptiveMaxPool2d.
    """

    def __init__(self, out_size: int | Pair) -> None:
        super().__init__()
        self.out_size = pair("out_size", out_size)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW); keep at which pixel each maximum was."""
        x = images(x)
        (height, width), (rows, columns) = x.shape[2:], self.out_size
        self.shape = x.shape
        y = np.empty((*x.shape[:2], rows, columns), x.dtype)
        self.at = np.empty((*y.shape, 2), np.intp)
        for i, h in enumerate(self.parts(height, rows)):
            for j, w in enumerate(self.parts(width, columns)):
                window = x[:, :, h, w]
                first = window.reshape(*x.shape[:2], -1).argmax(axis=2)
                row, column = np.unravel_index(first, window.shape[2:])
                self.at[:, :, i, j, 0] = h.start + row
                self.at[:, :, i, j, 1] = w.start + column
                y[:, :, i, j] = window.max(axis=(2, 3))
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: what the windows send to the pixel where their maximum was."""
        require_shape("dy", dy, self.at.shape[:-1])
        dx = np.zeros(self.shape, dy.dtype)
        n, c = np.indices(self.shape[:2])
        for i, j in np.ndindex(*self.out_size):
            row, column = self.at[:, :, i, j, 0], self.at[:, :, i, j, 1]
            dx[n, c, row, column] += dy[:, :, i, j]
        return dx

    def parts(self, n: int, m: int) -> list[slice]:
        """Return m windows along n pixels."""
        return [slice(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]
