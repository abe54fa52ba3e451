"""The Swish activation."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Swish(Layer):
    """y = x sigmoid(x), element by element.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Ramachandran, Zoph and Le (2017), Searching for activation functions, section 4.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = as_float("x", x)
        self.s = 0.5 * (1 + np.tanh(0.5 * self.x))  # the sigmoid, without overflow
        return self.x * self.s

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy (s + x s (1 - s))."""
        require_shape("dy", dy, self.x.shape)
        return dy * (self.s + self.x * self.s * (1 - self.s))
