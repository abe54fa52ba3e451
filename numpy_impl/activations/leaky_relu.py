"""Leaky ReLU."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class LeakyReLU(Layer):
    """y = x where x > 0, else slope x, element by element.

    At the kink x = 0 the derivative is taken to be the slope, as PyTorch and Keras do.

    Args:
        slope: the factor of the values that are not positive.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic
        models, section 2.
    """

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__()
        self.slope = float(slope)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.positive = x > 0
        return np.where(self.positive, x, self.slope * x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else slope dy."""
        require_shape("dy", dy, self.positive.shape)
        return np.where(self.positive, dy, self.slope * dy)
