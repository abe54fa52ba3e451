"""Global average pooling over a sequence."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import places
from numpy_impl.validation import require_shape


class GlobalAvgPool1d(Layer):
    """y = mean of each channel's sequence.

    Shapes:
        x, dx (N, C, T); y, dy (N, C).

    Source:
        Wang, Yan and Oates (2017), Time series classification from scratch with deep neural
        networks, section II.B.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        x = places(x, 1)
        self.shape = x.shape
        return x.mean(axis=2)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the same share of dy for every step."""
        n, channels, steps = self.shape
        require_shape("dy", dy, (n, channels))
        share = dy / steps
        return np.tile(share[:, :, None], (1, 1, steps))
