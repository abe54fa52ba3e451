"""The windows that the pooling layers share."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.padding import pair
from numpy_impl.validation import as_float, require_shape

Size = int | tuple[int, int]


class Pool2d(Layer):
    """The windows that the pooling layers share, whether they touch, overlap or leave gaps."""

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__()
        self.kernel = pair("kernel_size", kernel_size)
        self.stride = self.kernel if stride is None else pair("stride", stride)
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
        self.padded_shape = x.shape
        return x

    def cropped(self, dx: np.ndarray) -> np.ndarray:
        """Return the gradient of the image alone, without that of the padding."""
        (ph, pw), (_, _, height, width) = self.padding, self.shape
        return dx[:, :, ph : ph + height, pw : pw + width]

    def n_windows(self, n: int, axis: int) -> int:
        """Return how many windows fit along an axis of n pixels."""
        return (n - self.kernel[axis - 2]) // self.stride[axis - 2] + 1

    def elements(self, a: np.ndarray) -> list[np.ndarray]:
        """Return the first, the second, ... pixel of every window, in reading order.

        There are kh kw of them, each (N, C, OH, OW). They are views: what is written into one is
        written into a (N, C, H, W).
        """
        (sh, sw), oh, ow = self.stride, self.n_windows(a.shape[2], 2), self.n_windows(a.shape[3], 3)
        return [
            a[:, :, i : i + sh * (oh - 1) + 1 : sh, j : j + sw * (ow - 1) + 1 : sw]
            for i, j in np.ndindex(*self.kernel)
        ]
