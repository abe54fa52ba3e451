"""Finds the padding of sequences."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Masking(Layer):
    """Tells the steps that count from padding: those where not all of x_t is the padding's value.

    The layers behind it must be told as well: with the padding at the end of each sequence,
    ``mask.sum(axis=1)`` is the ``lengths`` that they take.

    Args:
        mask_value: what padding is filled with.

    Shapes:
        x and y (N, T, n_in), mask (N, T).

    Source:
        Keras' layer of this name: https://keras.io/api/layers/core_layers/masking/
    """

    def __init__(self, mask_value: float = 0.0) -> None:
        super().__init__()
        self.mask_value = mask_value

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (y, mask): x with 0 at padded steps, and whether each step counts."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None))
        self.mask = np.any(x != self.mask_value, axis=2)
        y = np.where(self.mask[:, :, None], x, 0)
        return y, self.mask.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: padding gets no gradient. The mask has none: it does not vary."""
        require_shape("dy", dy, (*self.mask.shape, None))
        return np.where(self.mask[:, :, None], dy, 0)
