"""The gated tanh unit."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class GatedTanhUnit(Layer):
    """y = tanh(a) s(b), element by element: a says what, the sigmoid of b how much of it.

    In WaveNet a and b are two convolutions of the same steps, the filter and the gate.

    Shapes:
        a, b, y, dy, da, db: any, all the same.

    Source:
        van den Oord et al. (2016), WaveNet: a generative model for raw audio, section 2.3, eq. 2.
    """

    def forward(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return y, of the shape of a and b."""
        a, b = as_float("a", a), as_float("b", b)
        require_shape("b", b, a.shape)
        self.t = np.tanh(a)
        e = np.exp(-np.abs(b))  # at most 1: it cannot overflow
        self.s = np.where(b >= 0, 1, e) / (1 + e)
        return self.t * self.s

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return da = dy s (1 - t^2) and db = dy t s (1 - s)."""
        require_shape("dy", dy, self.t.shape)
        da = dy * self.s * (1 - self.t**2)
        db = dy * self.t * self.s * (1 - self.s)
        return da, db
