"""GELU (Gaussian error linear unit)."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape

erfc = np.vectorize(math.erfc, otypes=[np.float64])
"""1 minus the error function, element by element; NumPy has neither of its own."""


class GELU(Layer):
    """y = x Phi(x), element by element; Phi is the standard normal distribution function.

    Args:
        approximate: whether Phi(x) is replaced by (1 + tanh(u)) / 2 with
            u = sqrt(2 / pi) (x + 0.044715 x^3), which is within 0.0005 of y.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Hendrycks and Gimpel (2016), Gaussian error linear units (GELUs), section 2.
    """

    def __init__(self, approximate: bool = False) -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        if self.approximate:
            u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
            self.Phi = (1 + np.tanh(u)) / 2
        else:
            # erfc(-u) is 1 + erf(u), but keeps what is left where erf(u) is nearly -1.
            self.Phi = erfc(-x / math.sqrt(2)).astype(x.dtype) / 2
        return x * self.Phi

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy (Phi(x) + x phi(x)), where phi is the derivative of Phi."""
        x = self.x
        require_shape("dy", dy, x.shape)
        if self.approximate:
            du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
            # tanh has the derivative 1 - tanh^2, and (1 - tanh(u)^2) / 2 = 2 Phi (1 - Phi).
            phi = 2 * self.Phi * (1 - self.Phi) * du
        else:
            phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
        return dy * (self.Phi + x * phi)
