"""The layer between images and dense layers."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Flatten(Layer):
    """y = x with every axis after the first made into one; no number changes.

    The order within an example is that of the axes: (C, H, W) gives channel by channel, each row
    by row. Keras' images are (H, W, C) and give pixel by pixel, so the rows of the Dense weights
    that follow are in another order there.

    Shapes:
        x, dx (N, ...); y, dy (N, M) with M the product of the other lengths.

    Source:
        LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
        recognition, section II.B: from layer C5 on the maps are single units.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, M)."""
        x = as_float("x", x)
        if x.ndim == 0:
            raise ValueError(f"x has shape {x.shape}, but its first axis must be the examples.")
        self.shape = x.shape
        n, m = x.shape[0], math.prod(x.shape[1:])
        return x.reshape(n, m).copy()  # a view would change with x

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, ...): every gradient back at its place."""
        n, m = self.shape[0], math.prod(self.shape[1:])
        require_shape("dy", dy, (n, m))
        dx = dy.reshape(self.shape)
        return dx.copy()  # a view would change with dy
