"""The windows that the pooling layers share."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.padding import Padding, each
from numpy_impl.layers.windows import Windows
from numpy_impl.validation import as_float, require_shape

Size = int | tuple[int, int]
Size3 = int | tuple[int, int, int]


class Pool(Layer):
    """The windows that the pooling layers share, whether they touch, overlap or leave gaps.

    Attributes:
        n_axes: how many axes of space there are: 1, 2 or 3.
    """

    n_axes = 2

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Padding = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel = each("kernel_size", kernel_size, self.n_axes)
        step = self.kernel if stride is None else stride
        self.windows = Windows(self.n_axes, self.kernel, step, padding, dilation, ceil_mode)
        self.stride, self.dilation = self.windows.stride, self.windows.dilation
        if padding == "causal":
            raise ValueError('padding is "causal", but must be none or on both sides in pooling.')
        if not isinstance(padding, str):
            sides = zip(self.windows.padding, self.windows.covered, strict=True)
            if any(max(side) >= covered for side, covered in sides):
                raise ValueError(
                    f"padding {padding} must be less than what a window covers, "
                    f"{self.windows.covered}: a window could lie in the padding alone."
                )

    def padded(self, x: np.ndarray, value: float) -> np.ndarray:
        """Return x (N, C, space) with ``value`` around it."""
        x = as_float("x", x)
        require_shape("x", x, (None,) * (2 + self.n_axes))
        try:
            self.windows.lay(*x.shape[2:])
        except ValueError as error:
            pads = [sum(self.windows.pads(axis, n)) for axis, n in enumerate(x.shape[2:])]
            whole = tuple(n + more for n, more in zip(x.shape[2:], pads, strict=True))
            raise ValueError(
                f"kernel_size {self.kernel} with dilation {self.dilation} is larger than the "
                f"padded input {whole}; x has shape {x.shape}."
            ) from error
        for axis, n in enumerate(x.shape[2:]):
            if not self.windows.meets(axis).any(axis=1).all():
                raise ValueError(
                    f"A window must have an element of x, but one along axis {axis + 2} of {n} "
                    "elements lies in the padding alone."
                )
        x = self.windows.padded(x, value)
        self.padded_shape = x.shape
        return x

    def cropped(self, dx: np.ndarray) -> np.ndarray:
        """Return the gradient of the image alone, without that of the padding."""
        return self.windows.without_padding(dx)

    def elements(self, a: np.ndarray) -> list[np.ndarray]:
        """Return the first, the second, ... element of every window, in reading order.

        Each is (N, C, windows). They are views: what is written into one is written into a.
        """
        return [met for _, met in self.windows.elements(a)]

    def counted(self, with_padding: bool, dtype: Any) -> np.ndarray:
        """Return how many elements of x, or of its padding too, each window has.

        What a window cut off at the end lacks is never counted.
        """
        marks = np.zeros(self.padded_shape[2:], dtype=dtype)
        sides = zip(self.windows.added, self.windows.size, strict=True)
        marks[
            tuple(
                slice(0, before + n + after) if with_padding else slice(before, before + n)
                for (before, after), n in sides
            )
        ] = 1
        return np.sum(self.elements(marks), axis=0)

    def indices(self, first: np.ndarray, storage_order: int) -> np.ndarray:
        """Return the number of the element of x that is the element ``first`` of each window.

        Row by row, or with ``storage_order`` 1 column by column, from 0 on in each channel.
        """
        w = self.windows
        along = []
        for axis, k in enumerate(np.unravel_index(first, w.kernel)):
            begin = np.arange(w.out_size[axis]) * w.stride[axis] - w.added[axis][0]
            begin = begin.reshape(-1, *[1] * (w.n_axes - 1 - axis))
            along.append(begin + k * w.dilation[axis])
        order = "F" if storage_order else "C"
        return np.ravel_multi_index(along, w.size, mode="clip", order=order)  # type: ignore[call-overload, no-any-return]
