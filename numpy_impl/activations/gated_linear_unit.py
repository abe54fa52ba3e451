"""The gated linear unit (GLU)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class GatedLinearUnit(Layer):
    """y = a s(b), where a is the first half of x and b the second: the sigmoid of b lets a through.

    Args:
        axis: the axis of x that is halved.

    Shapes:
        x, dx: any, with an even number of elements along the axis; y, dy: half as many there.

    Source:
        Dauphin, Fan, Auli and Grangier (2017), Language modeling with gated convolutional
        networks, section 2.
    """

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.axis = axis

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, half as long as x along the axis."""
        x = as_float("x", x)
        if not -x.ndim <= self.axis < x.ndim or x.shape[self.axis] % 2:
            raise ValueError(
                f"x has shape {x.shape}, but must have an even number of elements along the axis "
                f"{self.axis}."
            )
        self.a, b = np.split(x, 2, axis=self.axis)
        e = np.exp(-np.abs(b))  # at most 1: it cannot overflow
        self.s = np.where(b >= 0, 1, e) / (1 + e)
        return self.a * self.s

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: da = dy s in its first half, db = dy a s (1 - s) in its second."""
        require_shape("dy", dy, self.a.shape)
        da = dy * self.s
        db = dy * self.a * self.s * (1 - self.s)
        return np.concatenate([da, db], axis=self.axis)
