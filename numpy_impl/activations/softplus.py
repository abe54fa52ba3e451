"""Softplus."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Softplus(Layer):
    """y = log(1 + exp(x)), element by element: a smooth ReLU whose derivative is the sigmoid.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating second-order functional
        knowledge for better option pricing.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        # log(1 + exp(x)) = x + log(exp(-x) + 1): of the two, the one whose exp is at most 1.
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy sigmoid(x)."""
        require_shape("dy", dy, self.x.shape)
        return dy * Sigmoid().forward(self.x)
