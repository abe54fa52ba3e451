"""im2col."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.window_counts import window_counts
from numpy_impl.validation import as_float, require_shape


def im2col(
    input_data: np.ndarray, filter_h: int, filter_w: int, stride: int = 1, pad: int = 0
) -> np.ndarray:
    """Return the windows that a filter sees, one window a row.

    A pixel that several windows see is there several times.

    Args:
        input_data: images (N, C, H, W).
        filter_h: the filter's height.
        filter_w: the filter's width.
        stride: from one window to the next.
        pad: rows and columns of zeros on each side.

    Returns:
        col (N out_h out_w, C filter_h filter_w), out_h = (H + 2 pad - filter_h) // stride + 1.
        Row by row it goes through image, height and width; along a row, channel and filter.

    Source:
        Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for
        document processing, section 2.1.
    """
    input_data = as_float("input_data", input_data)
    require_shape("input_data", input_data, (None, None, None, None))
    N, C, H, W = input_data.shape
    out_h, out_w = window_counts((H, W), (filter_h, filter_w), stride, pad)
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.empty((N, C, filter_h, filter_w, out_h, out_w), dtype=img.dtype)
    for y in range(filter_h):
        y_max = y + stride * out_h
        for x in range(filter_w):
            x_max = x + stride * out_w
            col[:, :, y, x] = img[:, :, y:y_max:stride, x:x_max:stride]
    col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is in a window
    return col.reshape(N * out_h * out_w, C * filter_h * filter_w)
