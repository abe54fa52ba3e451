"""The windows of the fast pooling layers: along the rows first, then along the columns."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.pool import Pool


class RowThenColumnPool2d(Pool):
    """What the fast pooling layers share.

    A maximum or a sum over a window is one over its columns, row by row, and then one over its
    rows. So each layer goes along axis 3 and then along axis 2, which takes k + k steps and not
    k k, and both of them serve windows that touch, overlap or leave gaps.
    """

    def along(self, a: np.ndarray, axis: int) -> list[np.ndarray]:
        """Return the first, the second, ... element of every window along an axis: views of a."""
        k, s, d = self.kernel[axis - 2], self.stride[axis - 2], self.dilation[axis - 2]
        last = s * (self.windows.out_size[axis - 2] - 1)
        before = (slice(None),) * axis
        return [a[(*before, slice(i * d, i * d + last + 1, s))] for i in range(k)]

    def sums(self, a: np.ndarray) -> np.ndarray:
        """Return the sum of each window of a (..., H, W)."""
        for axis in (3, 2):
            first, *others = self.along(a, axis)
            a = first.copy()
            for other in others:
                a += other
        return a

    def spread(self, dy: np.ndarray) -> np.ndarray:
        """Return the gradient of :meth:`sums`: each window's dy for every one of its elements."""
        for axis in (2, 3):
            shape = list(dy.shape)
            shape[axis] = self.padded_shape[axis]
            da = np.zeros(shape, dtype=dy.dtype)
            for element in self.along(da, axis):
                element += dy
            dy = da
        return dy
