"""Global max pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import images
from numpy_impl.validation import require_shape


class GlobalMaxPool2d(Layer):
    """y = max of each channel's image.

    Equal maxima share the gradient equally, as in PyTorch's ``amax`` and TensorFlow's
    ``reduce_max``: moving them together moves y, and none of them is more of a maximum than the
    others. A pooling window (:class:`MaxPool2d`) gives it to the first instead.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C).

    Source:
        Oquab, Bottou, Laptev and Sivic (2015), Is object localization for free?, section 3.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        self.x = images(x)
        self.y = self.x.max(axis=(2, 3))
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy, divided among the pixels that equal y."""
        require_shape("dy", dy, self.y.shape)
        is_max = self.x == self.y[:, :, None, None]
        n_max = is_max.sum(axis=(2, 3), dtype=self.x.dtype)
        share = dy / n_max
        return np.where(is_max, share[:, :, None, None], 0)
