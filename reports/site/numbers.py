"""How numbers are written on the pages."""

from __future__ import annotations

import math


def scientific(value: float | None) -> str:
    """Return a size with two digits, such as ``7.7e-01``; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.1e}" if math.isfinite(value) else str(value)


def digits(value: float | None) -> str:
    """Return digits of agreement with one decimal; ``=`` for what must be equal, and is."""
    return "=" if value is None else f"{value:.1f}"
