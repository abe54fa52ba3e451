"""Step function."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Step(Layer):
    """y = 1 where x > 0, else 0, element by element.

    At the jump x = 0 the value is a convention: 0 here, as in most textbooks; 1 and 1/2 occur too.
    The derivative is 0 on both sides, so nothing can be learned through a step.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.shape = x.shape
        return (x > 0).astype(x.dtype)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = 0 everywhere."""
        require_shape("dy", dy, self.shape)
        return np.zeros_like(dy)
