"""Max pooling, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.max_pool2d import MaxPool2d
from numpy_impl.layers.row_then_column_pool2d import RowThenColumnPool2d
from numpy_impl.validation import require_shape


class FastMaxPool2d(RowThenColumnPool2d, MaxPool2d):
    """The layer of :class:`numpy_impl.layers.max_pool2d.MaxPool2d`, along one axis at a time.

    The first maximum in reading order is the first row with the maximum, and in it the first
    column.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW): the maximum of each window's row maxima."""
        self.x = self.padded(x, -np.inf)
        self.row_max = self.largest(self.x, axis=3)
        self.y = self.largest(self.row_max, axis=2)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy for the first row with the maximum, in it for the first column."""
        require_shape("dy", dy, self.y.shape)
        drow_max = self.to_first(dy, self.y, self.row_max, axis=2)
        dx = self.to_first(drow_max, self.row_max, self.x, axis=3)
        return self.cropped(dx)

    def largest(self, a: np.ndarray, axis: int) -> np.ndarray:
        """Return the largest element of every window along one axis."""
        first, *others = self.along(a, axis)
        largest = first.copy() if not others else np.maximum(first, others[0])
        for other in others[1:]:
            np.maximum(largest, other, out=largest)
        return largest

    def to_first(self, dy: np.ndarray, y: np.ndarray, a: np.ndarray, axis: int) -> np.ndarray:
        """Return da: dy for the first element of every window along one axis that equals y."""
        k, s = self.kernel[axis - 2], self.stride[axis - 2]
        tiled = k == s and a.shape[axis] % k == 0  # every pixel is in exactly one window
        da = np.empty_like(a) if tiled else np.zeros_like(a)
        put = np.copyto if tiled else _add_to  # else a pixel may be in several windows
        left = dy  # what nobody has taken yet
        pairs = list(zip(self.along(a, axis), self.along(da, axis), strict=True))
        *others, (last, its_gradient) = pairs
        rest = its_gradient if tiled else None  # if nobody else writes there, left is kept there
        for element, gradient in others:
            taken = left * (element == y)
            put(gradient, taken)
            left = np.subtract(left, taken, out=rest)
        if left is not rest:
            put(its_gradient, left * (last == y))
        return da


def _add_to(a: np.ndarray, b: np.ndarray) -> None:
    a += b
