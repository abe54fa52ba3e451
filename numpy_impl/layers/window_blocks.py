"""The windows of images as the rows of a matrix, a few image rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from numpy_impl.layers.padding import Pair

BLOCK_BYTES = 3 * 2**19
"""How much is gathered before it is multiplied: somewhat more than a core's second-level cache,
since two threads that make many short calls of NumPy wait for each other."""


def window_blocks(
    images: np.ndarray,
    part: slice,
    sizes: Sequence[int],
    first: Sequence[int],
    kernel: Pair,
    stride: Pair,
    dilation: Pair,
    out_size: Sequence[int],
    dtype: Any,
) -> Iterator[tuple[tuple[slice, slice], np.ndarray]]:
    """Yield ((images, rows), columns): the windows that make a few rows of a few images.

    Args:
        images: (N, h, w, C), the channels last.
        part: which of the N images.
        sizes: (height, width) of the frame of zeros in which each image is put.
        first: where its first pixel comes to lie there; outside if negative.
        kernel, stride, dilation: of the windows.
        out_size: how many windows there are along each axis.
        dtype: of the columns (rows ow, kh kw C), which the next block overwrites.
    """
    (kh, kw), (oh, ow), C = kernel, out_size, images.shape[3]
    row_bytes = max(ow * kh * kw * C * np.dtype(dtype).itemsize, 1)
    n_rows = min(max(BLOCK_BYTES // row_bytes, 1), oh)
    n_images = max(min(BLOCK_BYTES // (row_bytes * oh), part.stop - part.start), 1)
    frame = np.zeros((n_images, *sizes, C), dtype=dtype)
    to_h, from_h = _placed(images.shape[1], sizes[0], first[0])
    to_w, from_w = _placed(images.shape[2], sizes[1], first[1])
    at_n, at_h, at_w, at_c = frame.strides
    windows = as_strided(  # windows[n, h, w, i, j] is frame[n, h s + i d, w s + j d]
        frame,
        (n_images, oh, ow, kh, kw, C),
        (at_n, at_h * stride[0], at_w * stride[1], at_h * dilation[0], at_w * dilation[1], at_c),
    )
    buffer = np.empty((n_images, n_rows, ow, kh, kw, C), dtype=dtype)
    for n in range(part.start, part.stop, n_images):
        here = slice(n, min(n + n_images, part.stop))
        count = here.stop - here.start
        frame[:count, to_h, to_w] = images[here, from_h, from_w]
        for h in range(0, oh, n_rows):
            rows = slice(h, min(h + n_rows, oh))
            columns = buffer[:count, : rows.stop - rows.start]
            columns[...] = windows[:count, rows]
            yield (here, rows), columns.reshape(-1, kh * kw * C)


def _placed(n: int, size: int, first: int) -> tuple[slice, slice]:
    """Return where n pixels go in an axis of a frame, and which of them are inside it."""
    start, stop = max(first, 0), max(min(first + n, size), 0)
    return slice(start, stop), slice(start - first, stop - first)
