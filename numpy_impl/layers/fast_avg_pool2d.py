"""Average pooling, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.avg_pool2d import AvgPool2d
from numpy_impl.layers.row_then_column_pool2d import RowThenColumnPool2d
from numpy_impl.validation import require_shape


class FastAvgPool2d(RowThenColumnPool2d, AvgPool2d):
    """The layer of :class:`numpy_impl.layers.avg_pool2d.AvgPool2d`, along one axis at a time."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        x = self.padded(x, 0.0)
        self.n = self.counts(x)
        total = self.sums(x)
        self.y_shape = total.shape
        return total / self.n

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, C, H, W): the sum of dy / n over the windows that a pixel lies in."""
        require_shape("dy", dy, self.y_shape)
        return self.cropped(self.spread(dy / self.n))
