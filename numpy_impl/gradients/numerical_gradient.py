"""Numerical gradient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.validation import as_float


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-4
) -> np.ndarray:
    """Return the gradient of f at x by central differences, (f(x + h) - f(x - h)) / 2h.

    The error is the truncation, h^2 f''' / 6, plus the rounding, about eps |f| / h. They balance
    where h is about the cube root of eps, 6e-6 in float64: ten digits or more. The usual 1e-4,
    which is the default, leaves eight or nine. In float32 the balance is near 5e-3, and at 1e-4
    the rounding leaves three digits.

    Args:
        f: takes an array of x's shape and returns a scalar.
        x: the point, of any shape; it is left as it is.
        h: how far one element at a time is moved, greater than 0.

    Returns:
        df/dx, of the shape of x.

    Source:
        Nocedal and Wright (2006), Numerical Optimization, 2nd edition, section 8.1.
    """
    x = as_float("x", x)
    if not h > 0:
        raise ValueError(f"h is {h}, but a step must be greater than 0.")
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        above = f(x + step)
        below = f(x - step)
        gradient[index] = (above - below) / (2 * h)
    return gradient
