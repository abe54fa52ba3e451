"""A mean over seeds, and how far it may be from the true one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
"""The confidence of every interval that says no other."""


@cache
def student(level: float, freedom: int) -> float:
    """Return t for which a Student variable lies between -t and t with probability ``level``.

    Args:
        level: between 0 and 1.
        freedom: degrees of freedom, 1 or more.
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < level:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    """Return P(|T| < t), in closed form.

    Source:
        Abramowitz and Stegun (1964), Handbook of mathematical functions, 26.7.3 and 26.7.4.
    """
    angle = math.atan2(t, math.sqrt(freedom))
    squared = math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for k in range(1 + odd, freedom, 2):
        total += term
        term *= squared * k / (k + 1)
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


def normal(level: float) -> float:
    """Return z for which a normal variable lies between -z and z with probability ``level``."""
    return NormalDist().inv_cdf((1 + level) / 2)


def mean_and_half_width(values: Sequence[float], level: float = LEVEL) -> tuple[float, float]:
    """Return the mean of ``values`` and half the width of its confidence interval.

    The half width is NaN for a single value. (Student 1908, The probable error of a mean.)
    """
    n = len(values)
    mean = float(np.mean(values))
    if n < 2:
        return mean, math.nan
    return mean, student(level, n - 1) * float(np.std(values, ddof=1)) / math.sqrt(n)


def at_least(k: int, n: int, chance: float) -> float:
    """Return how probable ``k`` or more of ``n`` runs are that do something with ``chance``."""
    return sum(math.comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(k, n + 1))
