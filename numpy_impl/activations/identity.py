"""Identity function."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Identity(Layer):
    """y = x: what the output layer of a regression uses.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Bishop (2006), Pattern recognition and machine learning, section 5.1.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.shape = x.shape
        # A copy, so that whoever changes y leaves x alone.
        return x.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy."""
        require_shape("dy", dy, self.shape)
        return dy.copy()
