"""SELU (scaled exponential linear unit)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape

ALPHA = 1.6732632423543772848170429916717
SCALE = 1.0507009873554804934193349852946


class SELU(Layer):
    """y = scale x where x > 0, else scale alpha (exp(x) - 1), element by element.

    With these two numbers, alpha = 1.6733 and scale = 1.0507, outputs of mean 0 and variance 1 keep
    both from layer to layer (with weights of variance 1 / fan_in: LeCun's), so that deep networks
    need no normalization. There is a kink at x = 0; the derivative there is taken to be
    scale alpha, as PyTorch does. Keras takes scale.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-normalizing neural networks, eq. 2
        and 14.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        # np.where evaluates both sides, so exp must not be given a large x.
        below = np.minimum(x, 0)
        return SCALE * np.where(x > 0, x, ALPHA * np.expm1(below))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = scale dy where x > 0, else scale alpha exp(x) dy."""
        require_shape("dy", dy, self.x.shape)
        slope = ALPHA * np.exp(np.minimum(self.x, 0))
        return SCALE * np.where(self.x > 0, dy, slope * dy)
