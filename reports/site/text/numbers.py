"""How numbers are written on the pages."""

from __future__ import annotations

import math


def size(value: float | None) -> str:
    """Return a size with two digits, as ``0.77`` or ``1.3e-05``; a dash where there is none."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return str(value)
    if 0.01 <= abs(value) < 1000:
        digits_behind = max(0, 1 - math.floor(math.log10(abs(value))))
        return f"{value:.{digits_behind}f}"
    return f"{value:.1e}" if value else "0"


def digits(value: float | None) -> str:
    """Return digits of agreement with one decimal; ``=`` for what must be equal, and is."""
    return "=" if value is None else f"{value:.1f}"
