"""Pooling: one number for each window of an image, or for the whole image."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape

Size = int | tuple[int, int]


def _pair(name: str, value: Size, least: int) -> tuple[int, int]:
    """Return (height, width), each at least ``least``; one number stands for both."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, int | np.integer) and n >= least for n in pair):
        raise ValueError(f"{name} is {value}, but must be one or two integers of at least {least}.")
    return int(pair[0]), int(pair[1])


class _Pool2d(Layer):
    """The windows that the pooling layers share.

    A maximum or a sum over a window is one over its columns, row by row, and then one over its
    rows. So each layer goes along axis 3 and then along axis 2, which takes k + k steps and not
    k k, and both of them serve windows that touch, overlap or leave gaps.
    """

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__()
        self.kernel = _pair("kernel_size", kernel_size, 1)
        self.stride = self.kernel if stride is None else _pair("stride", stride, 1)
        self.padding = _pair("padding", padding, 0)
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


class MaxPool2d(_Pool2d):
    """y = max of each window; the gradient goes to the pixel that was the maximum.

    Of equal maxima the first in reading order (row by row) takes the whole gradient. The padding
    is minus infinity, so it is never the maximum; zeros would be, wherever a border is negative.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: pixels added on each side of both axes, at most half of the kernel size.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = (H + 2 padding - kernel) // stride + 1.

    Source:
        Ranzato, Boureau and LeCun (2007), Sparse feature learning for deep belief networks,
        section 5, and Krizhevsky, Sutskever and Hinton (2012), section 3.4, for windows that
        overlap.
    """

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__(kernel_size, stride, padding)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW): the maximum of each window's row maxima."""
        self.x = self.padded(x, -np.inf)
        self.row_max = self.largest(self.x, axis=3)
        self.y = self.largest(self.row_max, axis=2)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy for the first row with the maximum, in it for the first column."""
        require_shape("dy", dy, self.y.shape)
        drow_max = self.to_first(dy, self.y, self.row_max, axis=2)
        dx = self.to_first(drow_max, self.row_max, self.x, axis=3)
        return self.cropped(dx)

    def largest(self, a: np.ndarray, axis: int) -> np.ndarray:
        """Return the largest element of every window along one axis."""
        first, *others = self.elements(a, axis)
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
        pairs = list(zip(self.elements(a, axis), self.elements(da, axis), strict=True))
        *others, (last, its_gradient) = pairs
        rest = its_gradient if tiled else None  # if nobody else writes there, left is kept there
        for element, gradient in others:
            taken = left * (element == y)
            put(gradient, taken)
            left = np.subtract(left, taken, out=rest)
        if left is not rest:
            put(its_gradient, left * (last == y))
        return da


class AvgPool2d(_Pool2d):
    """y = mean of each window; every pixel gets an equal share of the gradient.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: zeros added on each side of both axes, at most half of the kernel size.
        count_include_pad: whether the padding counts as pixels of value 0, as in PyTorch. If not,
            the mean is over the real pixels alone, as in Keras.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = (H + 2 padding - kernel) // stride + 1.

    Source:
        LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
        recognition, section II.B: the sub-sampling layers.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(kernel_size, stride, padding)
        self.count_include_pad = count_include_pad

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        x = self.padded(x, 0.0)
        self.n = self.counts(x)
        total = self.sums(x)
        self.y_shape = total.shape
        return total / self.n

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the sum of dy / n over the windows that a pixel lies in."""
        require_shape("dy", dy, self.y_shape)
        share = dy / self.n
        return self.cropped(self.spread(share))

    def counts(self, x: np.ndarray) -> np.ndarray | int:
        """Return how many pixels each window's mean is over: a number, or (OH, OW) of them."""
        kh, kw = self.kernel
        if self.count_include_pad or self.padding == (0, 0):
            return kh * kw
        (ph, pw), (_, _, height, width) = self.padding, self.shape
        real = np.zeros((1, 1, *x.shape[2:]), dtype=x.dtype)
        real[:, :, ph : ph + height, pw : pw + width] = 1
        return self.sums(real)[0, 0]


class LpPool2d(_Pool2d):
    """y = (sum of x^p over each window)^(1/p): a sum for p = 1, nearly the maximum for a large p.

    The sum is of x^p and not of |x|^p, as in PyTorch: with an odd p negative pixels count against
    the others. A negative sum has no real root, and is an error here; PyTorch returns NaN. In a
    window of zeros, where the root has no slope, dx is 0; PyTorch's is NaN.

    Args:
        norm_type: p, at least 1.
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = (H - kernel) // stride + 1.

    Source:
        Sermanet, Chintala and LeCun (2012), Convolutional neural networks applied to house
        numbers digit classification, section 2.2.
    """

    def __init__(self, norm_type: float, kernel_size: Size, stride: Size | None = None) -> None:
        super().__init__(kernel_size, stride)
        if not 1 <= norm_type < np.inf:
            raise ValueError(f"norm_type is {norm_type}, but must be at least 1 and finite.")
        self.p = float(norm_type)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        self.x = self.padded(x, 0.0)
        if self.p % 1 and np.any(self.x < 0):
            raise ValueError(f"norm_type is {self.p}, a power that negative x do not have.")
        total = self.sums(self.x**self.p)
        if np.any(total < 0):
            raise ValueError(f"A sum of x^{self.p:g} is negative, and has no real root.")
        self.y = total ** (1 / self.p)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = sum of dy (x / y)^(p - 1) over the windows that a pixel lies in."""
        require_shape("dy", dy, self.y.shape)
        size = self.y ** (self.p - 1)
        share = np.divide(dy, size, out=np.zeros_like(self.y), where=size > 0)
        return self.spread(share) * self.x ** (self.p - 1)


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
        self.x = _images(x)
        self.y = self.x.max(axis=(2, 3))
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy, divided among the pixels that equal y."""
        require_shape("dy", dy, self.y.shape)
        is_max = self.x == self.y[:, :, None, None]
        n_max = is_max.sum(axis=(2, 3), dtype=self.x.dtype)
        share = dy / n_max
        return is_max * share[:, :, None, None]


class GlobalAvgPool2d(Layer):
    """y = mean of each channel's image.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C).

    Source:
        Lin, Chen and Yan (2014), Network in network, section 3.2.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C)."""
        x = _images(x)
        self.shape = x.shape
        return x.mean(axis=(2, 3))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the same share of dy for every pixel."""
        n, channels, height, width = self.shape
        require_shape("dy", dy, (n, channels))
        share = dy / (height * width)
        return np.tile(share[:, :, None, None], (1, 1, height, width))


def _add_to(a: np.ndarray, b: np.ndarray) -> None:
    a += b


def _images(x: Any) -> np.ndarray:
    """Return x (N, C, H, W) as floats, after a check that its images have pixels."""
    x = as_float("x", x)
    require_shape("x", x, (None, None, None, None))
    if 0 in x.shape[2:]:
        raise ValueError(f"x has shape {x.shape}, but its images need at least one pixel.")
    return x
