"""Global average pooling over a volume."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import places
from numpy_impl.validation import require_shape


class GlobalAvgPool3d(Layer):
    """y = mean of each channel's volume.

    Shapes:
        x, dx (N, C, D, H, W); y, dy (N, C).

    Source:
        Tran, Wang, Torresani, Ray, LeCun and Paluri (2018), A closer look at spatiotemporal
        convolutions for action recognition, section 3.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        x = places(x, 3)
        self.shape = x.shape
        return x.mean(axis=(2, 3, 4))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the same share of dy for every place."""
        n, channels, depth, height, width = self.shape
        require_shape("dy", dy, (n, channels))
        share = dy / (depth * height * width)
        return np.tile(share[:, :, None, None, None], (1, 1, depth, height, width))
