"""Shapley values."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape

MOST = 16
"""More features have too many coalitions to ask for all of them: 2^16 are 65,536."""


def shapley_values(
    f: Callable[[np.ndarray], float], x: ArrayLike, baseline: ArrayLike | None = None
) -> np.ndarray:
    """Return how much each feature adds to f(x) - f(baseline), a fair share of each coalition.

    A feature that is in the coalition S has its value in x, the others have the baseline's. What i
    adds to S is v(S with i) - v(S); phi_i is its mean over all orders in which the features come.
    All 2^n coalitions are asked, so the values are exact, and n is small.

    Args:
        f: takes a point (n,) and returns a scalar.
        x: the input that is explained (n,), with n at most 16.
        baseline: the values of absent features (n,); zeros if None.

    Returns:
        phi (n,), which sums to f(x) - f(baseline).

    Raises:
        ValueError: if the shapes do not fit, or there are too many features.

    Source:
        Shapley (1953), A value for n-person games, section 3; Lundberg and Lee (2017), A unified
        approach to interpreting model predictions, equation 8.
    """
    x = as_float("x", x)
    require_shape("x", x, (None,))
    baseline = np.zeros_like(x) if baseline is None else as_float("baseline", baseline)
    require_shape("baseline", baseline, x.shape)
    n = len(x)
    if n > MOST:
        raise ValueError(f"x has {n} features, but all coalitions of at most {MOST} are asked.")
    inside = np.arange(2**n)[:, None] >> np.arange(n) & 1  # (2^n, n): bit i of S says i is in it
    phi = np.zeros_like(x)
    if not n:
        return phi
    v = np.array([f(np.where(S, x, baseline)) for S in inside])
    for i in range(n):
        for S in np.flatnonzero(inside[:, i] == 0):
            size = inside[S].sum()
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            phi[i] += weight * (v[S | 1 << i] - v[S])
    return phi
