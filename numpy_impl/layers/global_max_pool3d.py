"""Global max pooling over a volume."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import places
from numpy_impl.validation import require_shape


class GlobalMaxPool3d(Layer):
    """y = max of each channel's volume.

    Equal maxima share the gradient equally, as in PyTorch's ``amax`` and TensorFlow's
    ``reduce_max``; a pooling window (:class:`MaxPool3d`) gives it to the first.

    Shapes:
        x, dx (N, C, D, H, W); y, dy (N, C).

    Source:
        Tran, Wang, Torresani, Ray, LeCun and Paluri (2018), A closer look at spatiotemporal
        convolutions for action recognition, section 3.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        self.x = places(x, 3)
        self.y = self.x.max(axis=(2, 3, 4))
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy, divided among the places that equal y."""
        require_shape("dy", dy, self.y.shape)
        is_max = self.x == self.y[:, :, None, None, None]
        n_max = is_max.sum(axis=(2, 3, 4), dtype=self.x.dtype)
        share = dy / n_max
        return np.where(is_max, share[:, :, None, None, None], 0)
