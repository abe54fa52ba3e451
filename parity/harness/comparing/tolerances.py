"""When two results agree: the one formula of the bounds, and the count of agreed digits.

A backward-stable algorithm returns the exact answer for inputs that are off by a few roundings
(Higham 2002, Accuracy and Stability of Numerical Algorithms, section 1.6). So two right results
differ by at most a few units of rounding, times how strongly the quantity reacts to its inputs:

    bound = SAFETY * eps * sqrt(length) * (magnitude + condition)

``eps`` is the type's unit of rounding; ``length`` counts the numbers that went in, whose errors
add up like a random walk; ``magnitude`` is the largest element of the reference; ``condition``
is how far the reference moves for each unit of relative change of its inputs, so a sum that
cancels, a variance beside a large mean, or fifty steps that amplify get what they need.

A case cannot set a bound of its own. Beside the formula there are, for all cases alike, the factor
that finite differences need (:mod:`parity.harness.evaluators.finite_differences`), and float32's
bound, which is made of the frameworks' own errors; and the sizes of some declared divergences
(:class:`parity.describing.concept.Divergence`), which are set by hand.

Where the formula can keep small elements beside large ones, each is held to its own bound: its own
size in the place of ``magnitude``, and in the place of ``condition`` the movement of the elements
in relation to themselves, times its size.
"""

from __future__ import annotations

import math

import numpy as np

EPS = {"float64": float(np.finfo(np.float64).eps), "float32": float(np.finfo(np.float32).eps)}
"""The spacing of numbers near 1 in each type."""

SAFETY = 8.0
"""How many roundings each number may have gone through, as a root-mean-square."""

SIGNAL = {"float64": 1e3, "float32": math.sqrt(1e3)}
"""A reference smaller than this many bounds says nothing: its comparison is vacuous.

Three digits must be left in double precision, and half as many in single.
"""

FRAMEWORK_SHARE = 4.0
"""In float32, how many times the worse framework's own error NumPy's may be."""

FALSE_ALARM = 1e-4
"""How often a comparison in distribution would fail by chance, were its seed not fixed."""


def bound(dtype: str, length: int, magnitude: float, condition: float = 0.0) -> float:
    """Return the largest difference that two right results may have (the module's formula)."""
    return SAFETY * EPS[dtype] * math.sqrt(max(length, 1)) * (magnitude + condition)


def float32_bound(framework_errors: list[float], magnitude: float) -> float:
    """Return how far float32 may be from the float64 truth: ``FRAMEWORK_SHARE`` times the worst.

    Args:
        framework_errors: each framework's own largest error against the truth.
        magnitude: the truth's largest element; a few roundings of it are allowed in any case,
            since a framework may be exact by luck.
    """
    few = SAFETY * EPS["float32"] * magnitude
    return max([few, *(FRAMEWORK_SHARE * error for error in framework_errors)])


def digits(error: float, magnitude: float, dtype: str) -> float | None:
    """Return the decimal digits to which two results agree, relative to ``magnitude``.

    That is the largest element, or the one that agrees least where all are compared by themselves.
    Results that are equal to the bit count as half a rounding apart, which is the most that the
    type can show: 16.0 digits in float64, 7.2 in float32.
    """
    if not magnitude > 0 or not math.isfinite(error):
        return None
    relative = max(error / magnitude, EPS[dtype] / 2)
    return round(max(-math.log10(relative), 0.0), 1) + 0.0


def distribution_bound(n: int, m: int) -> float:
    """Return the critical value of the two-sample Kolmogorov-Smirnov statistic.

    Samples of ``n`` and ``m`` values from one distribution exceed it with probability
    ``FALSE_ALARM`` (Smirnov 1948, Annals of Mathematical Statistics 19, the asymptotic form).
    """
    return math.sqrt(-math.log(FALSE_ALARM / 2) / 2 * (n + m) / (n * m))


def distribution_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov statistic: the largest gap of the two empirical CDFs."""
    a, b = np.sort(a, axis=None), np.sort(b, axis=None)
    everywhere = np.concatenate([a, b])
    below_a = np.searchsorted(a, everywhere, side="right") / a.size
    below_b = np.searchsorted(b, everywhere, side="right") / b.size
    return float(np.max(np.abs(below_a - below_b)))
