"""A figure with its interval, to as many digits as the interval allows."""

from __future__ import annotations

import math

from reports.experiments.judging.statistics import Summary


def rounded(value: float, half: float, sign: str = "") -> str:
    """Return ``value ± half``, the interval to two significant digits and the value as far.

    Args:
        value: the figure.
        half: half the width of its interval; without one (NaN or 0) the value has four digits.
        sign: ``"+"`` tells a positive value's sign too.
    """
    if not math.isfinite(half) or half <= 0:
        return f"{value:{sign}.4g}"
    decimals = 1 - math.floor(math.log10(half))
    if decimals > 8:  # too small for a plain decimal
        return f"{value:{sign}.4g} ± {half:.2g}"
    half, value = round(half, decimals), round(value, decimals)
    places = max(0, decimals)
    return f"{value:{sign}.{places}f} ± {half:.{places}f}"


def accuracy(found: Summary) -> str:
    """Return a mean accuracy with its 95 % interval, or with its least and largest seed.

    The interval is left out where some seeds collapse, since those that learn and those that do
    not are no bell curve, and where it would leave 0 to 1, since no accuracy does.
    """
    if found.n < 2:
        return f"{found.mean:.4f}"
    if found.mean_may_be:
        return f"{found.mean:.4f} ± {found.half:.4f}"
    least, largest = min(found.values), max(found.values)
    return f"{found.mean:.4f}" + (f" ({least:.4f}–{largest:.4f})" if least < largest else "")
