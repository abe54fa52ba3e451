"""ELU (exponential linear unit)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class ELU(Layer):
    """y = x where x > 0, else alpha (exp(x) - 1), element by element.

    Where alpha is not 1 there is a kink at x = 0; the derivative there is taken to be alpha, as
    PyTorch and Keras do.

    Args:
        alpha: minus the value that y approaches for x far below 0.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning by
        exponential linear units (ELUs), section 3.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = float(alpha)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        # np.where evaluates both sides, so exp must not be given a large x.
        below = np.minimum(x, 0)
        return np.where(x > 0, x, self.alpha * np.expm1(below))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else alpha exp(x) dy."""
        require_shape("dy", dy, self.x.shape)
        slope = self.alpha * np.exp(np.minimum(self.x, 0))
        return np.where(self.x > 0, dy, slope * dy)
