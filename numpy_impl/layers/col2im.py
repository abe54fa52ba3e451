"""col2im."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.layers.window_counts import window_counts
from numpy_impl.validation import as_float, require_shape


def col2im(
    col: np.ndarray,
    input_shape: Sequence[int],
    filter_h: int,
    filter_w: int,
    stride: int = 1,
    pad: int = 0,
) -> np.ndarray:
    """Put the rows of ``col`` back where im2col took them from, and add where they overlap.

    It is im2col's adjoint, the way back of a gradient, and not its inverse: col2im(im2col(x)) is
    x times the number of windows that cover each pixel.

    Args:
        col: (N out_h out_w, C filter_h filter_w), as im2col returns it.
        input_shape: (N, C, H, W).
        filter_h: the filter's height.
        filter_w: the filter's width.
        stride: from one window to the next.
        pad: rows and columns that were added on each side; they are cut off.

    Returns:
        Images (N, C, H, W).

    Source:
        Chellapilla, Puri and Simard (2006), section 2.1, read backwards.
    """
    col = as_float("col", col)
    N, C, H, W = input_shape
    out_h, out_w = window_counts((H, W), (filter_h, filter_w), stride, pad)
    require_shape("col", col, (N * out_h * out_w, C * filter_h * filter_w))
    col = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    col = col.transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)
    for y in range(filter_h):
        y_max = y + stride * out_h
        for x in range(filter_w):
            x_max = x + stride * out_w
            img[:, :, y:y_max:stride, x:x_max:stride] += col[:, :, y, x]
    return img[:, :, pad : H + pad, pad : W + pad]
