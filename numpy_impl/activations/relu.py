"""ReLU."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class ReLU(Layer):
    """y = max(x, 0), element by element.

    At the kink x = 0 the derivative is taken to be 0, as PyTorch and Keras do.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else 0."""
        require_shape("dy", dy, self.positive.shape)
        if not np.isfinite(dy).all():  # 0 times infinity is NaN
            return np.where(self.positive, dy, 0)
        return dy * self.positive
