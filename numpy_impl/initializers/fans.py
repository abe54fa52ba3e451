"""fan_in and fan_out."""

from __future__ import annotations

import math
from collections.abc import Sequence


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out): how many numbers feed one output, and are fed by one input.

    Args:
        shape: (n_in, n_out), or (c_out, c_in, k_h, k_w); a kernel may have one axis or three too.

    Raises:
        ValueError: for another number of axes.
    """
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        c_out, c_in, k_h, k_w = shape
        return c_in * k_h * k_w, c_out * k_h * k_w
    if len(shape) in (3, 5):
        elements = math.prod(shape[2:])
        return shape[1] * elements, shape[0] * elements
    raise ValueError(
        f"shape is {tuple(shape)}, but (n_in, n_out) or (c_out, c_in, k_h, k_w) was expected."
    )
