"""im2col and col2im: convolution as one matrix product, with the signatures of the exam."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
    out_h, out_w = _out_size((H, W), (filter_h, filter_w), stride, pad)
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.empty((N, C, filter_h, filter_w, out_h, out_w), dtype=img.dtype)
    for y in range(filter_h):
        y_max = y + stride * out_h
        for x in range(filter_w):
            x_max = x + stride * out_w
            col[:, :, y, x] = img[:, :, y:y_max:stride, x:x_max:stride]
    col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is in a window
    return col.reshape(N * out_h * out_w, C * filter_h * filter_w)


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
    out_h, out_w = _out_size((H, W), (filter_h, filter_w), stride, pad)
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


def _out_size(
    image: tuple[int, int], kernel: tuple[int, int], stride: int, pad: int
) -> tuple[int, int]:
    """Return (out_h, out_w).

    Raises:
        ValueError: if a number makes no sense, or no window fits.
    """
    if min(kernel) < 1 or stride < 1 or pad < 0:
        raise ValueError(
            f"filter {kernel}, stride {stride} and pad {pad} do not make windows: filter and "
            "stride must be at least 1, pad at least 0."
        )
    if any(k > n + 2 * pad for k, n in zip(kernel, image, strict=True)):
        padded = tuple(n + 2 * pad for n in image)
        raise ValueError(
            f"The filter {kernel} is larger than the padded input {padded}: "
            f"image {image}, pad {pad}."
        )
    out_h, out_w = ((n + 2 * pad - k) // stride + 1 for n, k in zip(image, kernel, strict=True))
    return out_h, out_w
