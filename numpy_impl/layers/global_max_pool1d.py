"""Global max pooling over a sequence."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.global_pool2d import places
from numpy_impl.validation import require_shape


class GlobalMaxPool1d(Layer):
    """y = max of each channel's sequence.

    Equal maxima share the gradient equally, as in PyTorch's ``amax`` and TensorFlow's
    ``reduce_max``; a pooling window (:class:`MaxPool1d`) gives it to the first.

    Shapes:
        x, dx (N, C, T); y, dy (N, C).

    Source:
        Collobert et al. (2011), Natural language processing (almost) from scratch, Journal of
        Machine Learning Research 12, section 3.2.3.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        self.x = places(x, 1)
        self.y = self.x.max(axis=2)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy, divided among the steps that equal y."""
        require_shape("dy", dy, self.y.shape)
        is_max = self.x == self.y[:, :, None]
        n_max = is_max.sum(axis=2, dtype=self.x.dtype)
        share = dy / n_max
        return np.where(is_max, share[:, :, None], 0)
