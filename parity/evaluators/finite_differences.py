"""The third oracle: gradients by finite differences, which share no convention with autograd.

A central difference of eighth order (Fornberg 1988, Math. Comp. 51, table 1): its truncation
error is far below what rounding leaves, so about twelve digits of a float64 gradient come out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

WEIGHTS = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
"""Weights of f(x + k h) - f(x - k h) for k = 1 to 4."""

RELATIVE_STEP = 2.0**-7
"""h for each unit of |x|, so that 4 h stays on x's side of a kink or a pole at 0."""

SMALLEST, LARGEST = 2.0**-3, 1.0
"""Elements nearer to 0, or farther from it, take the step of these sizes."""

AMPLIFICATION = 1 / (RELATIVE_STEP * SMALLEST)
"""How much a rounding error of the forward pass grows in the quotient."""


def gradient(forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """Return d sum(dy * y) / dx, where ``forward`` returns y and reads ``x``.

    ``x`` is changed while this runs, and restored.
    """
    dx = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = float(x[index])
        h = RELATIVE_STEP * min(max(abs(kept), SMALLEST), LARGEST)
        total = np.zeros(dy.shape)
        for k, weight in enumerate(WEIGHTS, start=1):
            x[index] = kept + k * h
            above = forward()
            x[index] = kept - k * h
            total = total + weight * (above - forward())
        x[index] = kept
        dx[index] = np.sum(dy * total) / h
    return dx
