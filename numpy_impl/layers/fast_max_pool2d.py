"""Max pooling, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.max_pool2d import MaxPool2d
from numpy_impl.layers.row_then_column_pool2d import RowThenColumnPool2d
from numpy_impl.layers.threads import in_threads
from numpy_impl.validation import require_shape


class FastMaxPool2d(RowThenColumnPool2d, MaxPool2d):
    """The layer of :class:`numpy_impl.layers.max_pool2d.MaxPool2d`, along one axis at a time.

    The first maximum in reading order is the first row with the maximum, and in it the first
    column. What is kept for backward are truth values: of every element of a window but the last,
    whether it equals the maximum. Half of the batch runs in each of two threads.
    """

    def forward(self, x: np.ndarray) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Return y (N, C, OH, OW): the maximum of each window's row maxima."""
        if self.return_indices:  # the place of a row's maximum says too little
            return super().forward(x)
        x = self.padded(x, -np.inf)
        N, C, height, _ = x.shape
        oh, ow = self.windows.out_size
        rows = (N, C, height, ow)
        y = np.empty_like(x, shape=(N, C, oh, ow))
        self.equal = {
            axis: [np.empty_like(x, dtype=bool, shape=shape) for _ in range(max(k - 1, 1))]
            for axis, shape, k in zip((2, 3), (y.shape, rows), self.kernel, strict=True)
        }

        def fill(part: slice) -> None:
            row_max = np.empty_like(x[part], shape=(part.stop - part.start, *rows[1:]))
            self.largest(x[part], 3, part, row_max)
            self.largest(row_max, 2, part, y[part])

        in_threads(fill, N, x.size)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy for the first row with the maximum, in it for the first column."""
        if self.return_indices:
            return super().backward(dy)
        of_rows = self.equal[3][0]
        require_shape("dy", dy, self.equal[2][0].shape)
        dx = np.empty_like(of_rows, dtype=dy.dtype, shape=self.padded_shape)

        def fill(part: slice) -> None:
            drow_max = np.empty_like(of_rows[part], dtype=dy.dtype)
            self.to_first(dy[part], 2, part, drow_max)
            self.to_first(drow_max, 3, part, dx[part])

        in_threads(fill, len(dy), dx.size)
        return self.cropped(dx)

    def largest(self, a: np.ndarray, axis: int, part: slice, out: np.ndarray) -> None:
        """Fill the largest element of every window along one axis; note which elements equal it."""
        elements = self.along(a, axis)
        np.maximum(elements[0], elements[-1], out=out)
        for element in elements[1:-1]:
            np.maximum(out, element, out=out)
        for element, equal in zip(elements, self.equal[axis], strict=False):
            np.equal(element, out, out=equal[part])

    def to_first(self, dy: np.ndarray, axis: int, part: slice, da: np.ndarray) -> None:
        """Fill da: dy for the first element of every window along one axis that is the largest."""
        k, s, d = self.kernel[axis - 2], self.stride[axis - 2], self.dilation[axis - 2]
        tiled = k == s and d == 1 and da.shape[axis] % k == 0  # every pixel is in one window
        if not tiled:
            da[...] = 0
        put = np.copyto if tiled else _add_to  # else a pixel may be in several windows
        left = dy  # what nobody has taken yet
        *others, last = self.along(da, axis)
        rest = last if tiled else None  # if nobody else writes there, left is kept there
        for is_largest, gradient in zip(self.equal[axis], others, strict=False):
            taken = left * is_largest[part]
            put(gradient, taken)
            left = np.subtract(left, taken, out=rest)
        if left is not rest:
            put(last, left)


def _add_to(a: np.ndarray, b: np.ndarray) -> None:
    a += b
