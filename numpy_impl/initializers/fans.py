"""fan_in and fan_out."""

from __future__ import annotations

import math
from collections.abc import Sequence


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out): how many numbers feed one output, and are fed by one input.

    Args:
        shape: (n_in, n_out), or (c_out, c_in, k_h, k_w); a kernel's window may have
            one axis or three too.

    Raises:
        ValueError: for another number of axes.
    """
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) in (3, 4, 5):
        c_out, c_in, *window = shape
        return c_in * math.prod(window), c_out * math.prod(window)
    raise ValueError(
        f"shape is {tuple(shape)}, but (n_in, n_out) or (c_out, c_in, k_h, k_w) was expected."
    )
