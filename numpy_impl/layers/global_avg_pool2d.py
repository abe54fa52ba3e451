"""Global average pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import images
from numpy_impl.validation import require_shape


class GlobalAvgPool2d(Layer):
    """y = mean of each channel's image.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C).

    Source:
        Lin, Chen and Yan (2014), Network in network, section 3.2.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        x = images(x)
        self.shape = x.shape
        return x.mean(axis=(2, 3))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the same share of dy for every pixel."""
        n, channels, height, width = self.shape
        require_shape("dy", dy, (n, channels))
        share = dy / (height * width)
        return np.tile(share[:, :, None, None], (1, 1, height, width))
