"""Zeros around an image, as a layer of its own."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.padding import Pair, Sides, sides
from numpy_impl.validation import as_float, require_shape


class ZeroPadding2d(Layer):
    """y = x with rows and columns of zeros around each image.

    Args:
        padding: one number for all four sides, (height, width) for both sides of each axis, or
            ((top, bottom), (left, right)).

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, top + H + bottom, left + W + right).

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks: its 224 x 224 images need three more rows and columns for 55 outputs.
    """

    def __init__(self, padding: int | Pair | Sides) -> None:
        super().__init__()
        self.rows, self.columns = sides(padding)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None, None))
        self.shape = x.shape
        return np.pad(x, ((0, 0), (0, 0), self.rows, self.columns))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the part of dy where x stood; a constant has no gradient."""
        n, channels, height, width = self.shape
        (top, bottom), (left, right) = self.rows, self.columns
        require_shape("dy", dy, (n, channels, top + height + bottom, left + width + right))
        dx = dy[:, :, top : top + height, left : left + width]
        return dx.copy()  # a view would change with dy
