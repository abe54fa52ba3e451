"""Hyperbolic tangent (tanh)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Tanh(Layer):
    """y = tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), element by element.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.4.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.y = np.tanh(as_float("x", x))
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy (1 - y^2)."""
        require_shape("dy", dy, self.y.shape)
        return dy * (1 - self.y**2)
