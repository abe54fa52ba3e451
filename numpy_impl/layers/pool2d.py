"""The windows that the pooling layers share."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape

Size = int | tuple[int, int]


def pair(name: str, value: Size, least: int) -> tuple[int, int]:
    """Return (height, width), each at least ``least``; one number stands for both."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, int | np.integer) and n >= least for n in pair):
        raise ValueError(f"{name} is {value}, but must be one or two integers of at least {least}.")
    return int(pair[0]), int(pair[1])


class Pool2d(Layer):
    """The windows that the pooling layers share.

    A maximum or a sum over a window is one over its columns, row by row, and then one over its
    rows. So each layer goes along axis 3 and then along axis 2, which takes k + k steps and not
    k k, and both of them serve windows that touch, overlap or leave gaps.
    """

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__()
        self.kernel = pair("kernel_size", kernel_size, 1)
        self.stride = self.kernel if stride is None else pair("stride", stride, 1)
        self.padding = pair("padding", padding, 0)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel, strict=True)):
            raise ValueError(
                f"padding {self.padding} is more than half of kernel_size {self.kernel}: "
                "a window could lie in the padding alone."
            )

    def padded(self, x: np.ndarray, value: float) -> np.ndarray:
        """Return x (N, C, H, W) with ``value`` around each image."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None, None))
        (ph, pw), (_, _, height, width) = self.padding, x.shape
        if self.kernel[0] > height + 2 * ph or self.kernel[1] > width + 2 * pw:
            raise ValueError(
                f"kernel_size {self.kernel} is larger than the padded input "
                f"{(height + 2 * ph, width + 2 * pw)}; x has shape {x.shape}."
            )
        self.shape = x.shape
        if ph or pw:
            x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=value)
        return x

    def cropped(self, dx: np.ndarray) -> np.ndarray:
        """Return the gradient of the image alone, without that of the padding."""
        (ph, pw), (_, _, height, width) = self.padding, self.shape
        return dx[:, :, ph : ph + height, pw : pw + width]

    def n_windows(self, n: int, axis: int) -> int:
        """Return how many windows fit along an axis of n pixels."""
        return (n - self.kernel[axis - 2]) // self.stride[axis - 2] + 1

    def elements(self, a: np.ndarray, axis: int) -> list[np.ndarray]:
        """Return the first, the second, ... element of every window along an axis: views of a."""
        k, s = self.kernel[axis - 2], self.stride[axis - 2]
        last = s * (self.n_windows(a.shape[axis], axis) - 1)
        before = (slice(None),) * axis
        return [a[(*before, slice(i, i + last + 1, s))] for i in range(k)]

    def sums(self, a: np.ndarray) -> np.ndarray:
        """Return the sum of each window of a (..., H, W)."""
        for axis in (3, 2):
            first, *others = self.elements(a, axis)
            a = first.copy()
            for other in others:
                a += other
        return a

    def spread(self, dy: np.ndarray) -> np.ndarray:
        """Return the gradient of :meth:`sums`: each window's dy for every one of its elements."""
        for axis in (2, 3):
            shape = list(dy.shape)
            shape[axis] = self.shape[axis] + 2 * self.padding[axis - 2]
            da = np.zeros(shape, dtype=dy.dtype)
            for element in self.elements(da, axis):
                element += dy
            dy = da
        return dy
