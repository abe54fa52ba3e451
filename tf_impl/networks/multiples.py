"""Channels and blocks of a scaled network, as whole numbers."""

from __future__ import annotations

import math


def wider(n: float, width: float, divisor: int = 8) -> int:
    """Return n times ``width`` as a multiple of ``divisor``, not below nine tenths of it."""
    rounded = max(divisor, int(n * width + divisor / 2) // divisor * divisor)
    return rounded if rounded >= 0.9 * n * width else rounded + divisor


def deeper(n: float, depth: float) -> int:
    """Return n times ``depth``, rounded up."""
    return math.ceil(n * depth)
