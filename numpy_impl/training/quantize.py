"""Affine quantization."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float


def quantize(
    x: ArrayLike, n_bits: int = 8, axis: int | None = None, symmetric: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whole numbers of few bits for x, and how to come back.

        q = round(x / scale) + zero_point, x is about scale (q - zero_point)

    Args:
        x: the numbers, of any shape.
        n_bits: how many bits each has; q lies from -2^(n - 1) to 2^(n - 1) - 1.
        axis: each slice along this axis has a scale of its own, such as the channels of a kernel;
            one scale for all if None.
        symmetric: the range reaches as far below 0 as above, and the zero point is 0.

    Returns:
        (q, scale, zero_point): q of the shape of x; the others scalars, or (C,) along the axis.

    Raises:
        ValueError: if there are no numbers, n_bits is below 2, or the axis does not exist.

    Source:
        Jacob et al. (2018), Quantization and training of neural networks for efficient
        integer-arithmetic-only inference, eq. 1.
    """
    x = as_float("x", x)
    if not x.size:
        raise ValueError(f"x has shape {x.shape}, but a range of no numbers is not defined.")
    if n_bits < 2:
        raise ValueError(f"n_bits is {n_bits}, but must be at least 2.")
    if axis is not None and not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis is {axis}, but x has {x.ndim} axes.")
    q_min, q_max = -(2 ** (n_bits - 1)), 2 ** (n_bits - 1) - 1
    others = None if axis is None else tuple(k for k in range(x.ndim) if k != axis % x.ndim)
    # 0 must have a number of its own, as padding and ReLU give it: the range reaches to it.
    low = np.minimum(x.min(axis=others, keepdims=True), 0)
    high = np.maximum(x.max(axis=others, keepdims=True), 0)
    scale = np.maximum(-low, high) / q_max if symmetric else (high - low) / (q_max - q_min)
    scale = np.where(scale > 0, scale, 1)
    zero_point = 0 * scale if symmetric else np.clip(q_min - np.rint(low / scale), q_min, q_max)
    q = np.clip(np.rint(x / scale) + zero_point, q_min, q_max)
    one_each = () if axis is None else (-1,)
    return (
        q.astype(np.intp),
        scale.reshape(one_each).astype(x.dtype),
        zero_point.reshape(one_each).astype(np.intp),
    )
