"""The products of a convolution, with the pixels of each image in one line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numpy_impl.layers.padding import Pair, Sides
from numpy_impl.layers.windows_in_line import WindowsInLine

BLOCK_BYTES = 2**21
"""How much is gathered before it is multiplied. Smaller blocks would stay in a core's second-level
cache, but two threads that make many short calls of NumPy wait for each other."""

SMALL = 10**6
"""How many multiplications OpenBLAS makes without copying the factors beforehand."""


@dataclass
class ConvInLine:
    """A convolution as products W col, with a column of col for each window.

    Channels stay before pixels, in x and in y, so nothing is transposed. What is no product is
    done by one call of NumPy for a whole part of the batch, or for a block of it: two threads that
    make many short calls wait for each other.

    Args:
        x: (N, C, H, W).
        pads: how many zeros stand around it.
        W: (n_out, C / groups, kh, kw).
        groups, stride, dilation, out_size: of the convolution.

    Shapes:
        the columns of a block (n, groups, C / groups kh kw, length), in the order of W's axes.
    """

    x: np.ndarray
    pads: Sides
    W: np.ndarray
    groups: int
    stride: Pair
    dilation: Pair
    out_size: Sequence[int]

    def empty(self, N: int, channels: int, size: Sequence[int], dtype: Any) -> np.ndarray:
        """Return an array (N, channels, *size), to be filled."""
        return np.empty((N, channels, *size), dtype=dtype)

    def forward(self, y: np.ndarray, b: np.ndarray | None) -> Callable[[slice], None]:
        """Return what fills y (N, n_out, OH, OW) for a part of the batch.

        A row of ones below the columns is what b is multiplied by.
        """
        n_out, n_in = len(self.W) // self.groups, self.W[0].size
        rows = np.zeros((self.groups, 1, n_out, n_in + 1), dtype=y.dtype)
        rows[..., :-1] = self.W.reshape(self.groups, 1, n_out, n_in)
        if b is not None:
            rows[..., -1] = b.reshape(self.groups, 1, n_out)
        windows = self.windows(n_out * (n_in + 1))
        of_all = self.framed(windows, self.x, y.dtype) if windows.exact else None

        def fill(part: slice) -> None:
            if of_all is not None:  # then there is nothing to be cut off
                frames = of_all[part]
                lines = y[part].reshape(len(frames), self.groups, n_out, windows.length)
            else:
                frames = self.framed(windows, self.x[part], y.dtype)
                lines = np.empty((len(frames), self.groups, n_out, windows.length), dtype=y.dtype)
            for here, columns in _blocks(windows, frames, ones=1):
                np.matmul(rows, _pieces(columns, windows), out=_pieces(lines[here], windows))
            if of_all is None:
                _in_groups(y[part], self.groups)[...] = windows.cut(lines)

        return fill

    def weight_gradient(self, part: slice, dy: np.ndarray) -> np.ndarray:
        """Return dW for a part of the batch: dy times the columns of x."""
        windows = self.windows()
        lines, dW = self.lines(windows, dy[part]), np.zeros(self.W.shape, dtype=dy.dtype)
        for here, columns in _blocks(windows, self.framed(windows, self.x[part], dy.dtype)):
            dW += _products(lines[here], columns).reshape(dW.shape)
        return dW

    def scattered(self, part: slice, dy: np.ndarray, dx: np.ndarray) -> np.ndarray:
        """Fill dx for a part of the batch; return dW.

        W^T dy is the gradient of the columns, and every pixel adds up what they have of it.
        """
        windows = self.windows(exact_where_short=False)
        lines, dW = self.lines(windows, dy[part]), np.zeros(self.W.shape, dtype=dy.dtype)
        W_columns = self.W.reshape(self.groups, -1, self.W[0].size).swapaxes(1, 2).astype(dy.dtype)
        frames = self.framed(windows, self.x[part], dy.dtype)
        for here, columns in _blocks(windows, frames):
            dW += _products(lines[here], columns).reshape(dW.shape)
            if here.start == 0:  # the first block is the largest
                wide = windows.margin + windows.length + windows.margin
                buffer = np.zeros((*columns.shape[:3], wide), dtype=dy.dtype)
            dcolumns = buffer[: len(columns)]
            inside = dcolumns[..., windows.margin : windows.margin + windows.length]
            np.matmul(W_columns, lines[here], out=inside)
            shape = (*frames[here].shape[:3], *windows.kernel, -1)
            windows.collect(dcolumns.reshape(shape), frames[here])
        windows.unframed(frames, _in_groups(dx[part], self.groups))
        return dW

    def gathered(
        self, part: slice, dy: np.ndarray, dx: np.ndarray, flipped: np.ndarray
    ) -> np.ndarray:
        """Fill dx for a part of the batch; return the gradient of the flipped kernel.

        For a stride of 1. Each pixel of x met every element of the kernel in some window, so dx
        there is a sum over n_out, kh and kw of W times one element of dy: a convolution of dy with
        the flipped kernel. The same columns of dy, times the pixels of x, are dW.
        """
        size, kernel = self.x.shape[2:], self.W.shape[2:]
        spans = [(k - 1) * d for k, d in zip(kernel, self.dilation, strict=True)]
        windows = WindowsInLine(
            [n + span for n, span in zip(size, spans, strict=True)],
            [span - before for span, (before, _) in zip(spans, self.pads, strict=True)],
            kernel,
            (1, 1),
            self.dilation,
            size,
        )
        by_group = flipped.reshape(self.groups, -1, *flipped.shape[1:]).swapaxes(1, 2)
        rows = by_group.reshape(*by_group.shape[:2], -1).astype(dy.dtype)
        frames = self.framed(windows, dy[part], dy.dtype)
        pixels, dW = self.lines(windows, self.x[part]), np.zeros(rows.shape, dtype=dy.dtype)
        lines = np.empty((*pixels.shape[:3], windows.length), dtype=dy.dtype)
        for here, columns in _blocks(windows, frames):
            np.matmul(rows, columns, out=lines[here])
            dW += _products(pixels[here], columns)
        _in_groups(dx[part], self.groups)[...] = windows.cut(lines)
        return dW.reshape(by_group.shape).swapaxes(1, 2).reshape(flipped.shape)

    def windows(self, multiplications: int = 0, exact_where_short: bool = True) -> WindowsInLine:
        """Return where the windows of x lie; each of them makes so many multiplications."""
        sizes = [n + sum(p) for n, p in zip(self.x.shape[2:], self.pads, strict=True)]
        first = [before for before, _ in self.pads]
        where = (sizes, first, self.W.shape[2:], self.stride, self.dilation, self.out_size)
        if exact_where_short and self.W[0].size < len(self.W) // self.groups:
            return WindowsInLine(*where, exact=True)
        whole = WindowsInLine(*where)
        return replace(whole, pieces=-(-whole.length * multiplications // SMALL) or 1)

    def framed(self, windows: WindowsInLine, images: np.ndarray, dtype: Any) -> np.ndarray:
        """Return images (n, C, h, w) in their frames (n, groups, C / groups, ...)."""
        return windows.framed(_in_groups(images, self.groups), dtype)

    def lines(self, windows: WindowsInLine, images: np.ndarray) -> np.ndarray:
        """Return images of the windows' size as (n, groups, C / groups, length), 0 elsewhere."""
        if windows.exact and images.flags.c_contiguous:
            N, C = images.shape[:2]
            return images.reshape(N, self.groups, C // self.groups, windows.length)
        images = _in_groups(images, self.groups)
        lines = np.zeros((*images.shape[:3], windows.length), dtype=images.dtype)
        windows.cut(lines)[...] = images
        return lines


def _in_groups(images: np.ndarray, groups: int) -> np.ndarray:
    """Return (n, C, h, w) as a view (n, groups, C / groups, h, w)."""
    n, C, *size = images.shape
    return images.reshape(n, groups, C // groups, *size)


def _blocks(
    windows: WindowsInLine, frames: np.ndarray, ones: int = 0
) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield (images, their columns), which the next block overwrites; rows of ones below them."""
    total, groups, n_in = frames.shape[:3]
    n_rows, itemsize = n_in * math.prod(windows.kernel), frames.itemsize
    n = max(min(BLOCK_BYTES // (groups * (n_rows + ones) * windows.length * itemsize), total), 1)
    buffer = np.empty((n, groups, n_rows + ones, windows.length), dtype=frames.dtype)
    buffer[:, :, n_rows:] = 1
    columns = buffer[:, :, :n_rows].reshape(n, groups, n_in, *windows.kernel, windows.length)
    for start in range(0, total, n):
        here = slice(start, min(start + n, total))
        windows.gather(frames[here], columns[: here.stop - start])
        yield here, buffer[: here.stop - start]


def _pieces(lines: np.ndarray, windows: WindowsInLine) -> np.ndarray:
    """Return (n, groups, rows, length) as a view (n, groups, pieces, rows, length / pieces)."""
    length = windows.length // windows.pieces
    return lines.reshape(*lines.shape[:3], windows.pieces, length).swapaxes(2, 3)


def _products(lines: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the sum over the images of lines columns^T, for each group.

    The other way round, with the longer factor first, OpenBLAS is faster.
    """
    return np.matmul(columns, lines.swapaxes(2, 3)).sum(axis=0).swapaxes(1, 2)
