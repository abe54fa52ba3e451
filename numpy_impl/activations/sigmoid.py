"""Sigmoid."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Sigmoid(Layer):
    """y = 1 / (1 + exp(-x)), element by element.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
        errors, Nature 323, eq. 2.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        e = np.exp(-np.abs(x))  # at most 1: it cannot overflow
        # 1 / (1 + exp(-x)) for x >= 0; for x < 0 the same, multiplied by exp(x) / exp(x).
        self.y = np.where(x >= 0, 1, e) / (1 + e)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy y (1 - y)."""
        require_shape("dy", dy, self.y.shape)
        return dy * self.y * (1 - self.y)
