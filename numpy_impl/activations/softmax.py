"""Softmax."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.classes import require_classes
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Softmax(Layer):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis: positive numbers that sum to 1.

    Args:
        axis: the axis of the classes.

    Shapes:
        x, y, dy, dx: any with that axis, all the same.

    Source:
        Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.
    """

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.axis = axis

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_classes(x, self.axis)
        # y is the same for x - c; with the maximum as c no exp overflows.
        c = x.max(axis=self.axis, keepdims=True)
        e = np.exp(x - c)
        self.y = e / e.sum(axis=self.axis, keepdims=True)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx_i = y_i (dy_i - sum_j dy_j y_j), from dy_j/dx_i = y_j ([i = j] - y_i)."""
        require_shape("dy", dy, self.y.shape)
        mean = (dy * self.y).sum(axis=self.axis, keepdims=True)
        return self.y * (dy - mean)
