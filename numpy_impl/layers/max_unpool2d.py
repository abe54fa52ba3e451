"""Undoing max pooling: what was the maximum goes back to its place."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.padding import pair
from numpy_impl.validation import as_float, require_choice, require_shape

Size = int | tuple[int, int]


class MaxUnpool2d(Layer):
    """y is 0, but where a maximum was: there it holds the number of x that belongs to it.

    The places are what :class:`numpy_impl.layers.max_pool2d.MaxPool2d` returns as its indices: the
    pixels of each channel's image counted row by row. Where windows overlap, one pixel may be the
    maximum of several, and several numbers of x belong to it.

    Args:
        kernel_size: the window of the pooling, one number or (height, width).
        stride: from one of its windows to the next; the kernel size if None.
        padding: its padding, one number or (height, width).
        out_size: (H, W) of y, where the pooling left rows or columns over; else what the windows
            cover.
        repeated: what a pixel gets to which several numbers belong: the last (``"placed"``), as
            after a pooling they are all the same, or their sum (``"added"``).

    Shapes:
        x, dx, indices (N, C, OH, OW); y, dy (N, C, H, W), H = (OH - 1) stride - 2 padding + kernel.

    Source:
        Zeiler and Fergus (2014), Visualizing and understanding convolutional networks, section
        2.1; Badrinarayanan, Kendall and Cipolla (2017), SegNet, section 3.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        out_size: Size | None = None,
        repeated: str = "placed",
    ) -> None:
        super().__init__()
        self.kernel = pair("kernel_size", kernel_size)
        self.stride = self.kernel if stride is None else pair("stride", stride)
        self.padding = pair("padding", padding, least=0)
        self.out_size = None if out_size is None else pair("out_size", out_size)
        require_choice("repeated", repeated, ("placed", "added"))
        self.repeated = repeated

    def forward(self, x: np.ndarray, indices: np.ndarray) -> np.ndarray:
        """Return y (N, C, H, W)."""
        x, indices = as_float("x", x), np.asarray(indices)
        require_shape("x", x, (None, None, None, None))
        require_shape("indices", indices, x.shape)
        height, width = self.size_of(x.shape[2:])
        if indices.dtype.kind not in "iu":
            raise ValueError(f"indices must hold integers, but their dtype is {indices.dtype}.")
        if indices.size and not 0 <= indices.min() <= indices.max() < height * width:
            raise ValueError(
                f"indices go from {indices.min()} to {indices.max()}, but must be at least 0 and "
                f"less than {height * width}, the pixels of {height}×{width}."
            )
        self.x_shape, self.y_shape = x.shape, (*x.shape[:2], height, width)
        self.n, self.c = np.ogrid[: len(x), : x.shape[1], :1][:2]  # which image, which channel
        n = math.prod(x.shape[2:])
        self.place = indices.reshape(*x.shape[:2], n)  # which of the channel's pixels
        values = x.reshape(self.place.shape)
        y = np.zeros((*x.shape[:2], height * width), dtype=x.dtype)
        if self.repeated == "added":
            np.add.at(y, (self.n, self.c, self.place), values)
        else:
            y[self.n, self.c, self.place] = values
        return y.reshape(self.y_shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, C, OH, OW): what arrives at the place of each number."""
        require_shape("dy", dy, self.y_shape)
        pixels = dy.reshape(*dy.shape[:2], math.prod(dy.shape[2:]))
        return pixels[self.n, self.c, self.place].reshape(self.x_shape)

    def size_of(self, windows: tuple[int, ...]) -> tuple[int, int]:
        """Return (H, W) of y for so many windows of the pooling.

        Raises:
            ValueError: if no pooling makes so many windows of ``out_size``.
        """
        along = zip(windows, self.kernel, self.stride, self.padding, strict=True)
        height, width = ((n - 1) * s - 2 * p + k for n, k, s, p in along)
        if self.out_size is not None:
            for asked, covered, s in zip(self.out_size, (height, width), self.stride, strict=True):
                if not -s < asked - covered < s:
                    raise ValueError(
                        f"out_size is {self.out_size}, but must be less than a stride "
                        f"{self.stride} away from the {height}×{width} that the windows cover."
                    )
            return self.out_size
        return height, width
