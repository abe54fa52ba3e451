"""The third oracle: gradients by finite differences, which share no convention with autograd.

A central difference of tenth order: its truncation error is far below what rounding leaves, so
about twelve digits of a float64 gradient come out. The weights solve sum_k 2 w_k k^(2j-1) = [j = 1]
for j = 1 to 5, which cancels every lower power of the step (Fornberg 1988, Math. Comp. 51).

Where the function is steep, as a softmax of large scores is, truncation may exceed rounding: the
quotient of eighth order, made of the same values, is then far from that of tenth, and the step is
halved. Where the gradient is small beside what it is a gradient of, as far from a loss, rounding
exceeds what truncation leaves: the step is widened as long as that gains anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

WEIGHTS = (5 / 6, -5 / 21, 5 / 84, -5 / 504, 1 / 1260)
"""Weights of f(x + k h) - f(x - k h) for k = 1 to 5."""

LOWER_WEIGHTS = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
"""Weights of the quotient of eighth order, likewise."""

TOO_FAR = 2.0**-34
"""How far the two may be apart, in the unit of the array's largest quotient.

What is left of the truncation is then some hundredth of it (measured on a softmax that saturates).
"""

RELATIVE_STEP = 2.0**-6
"""h for each unit of |x|, so that 5 h stays on x's side of a kink or a pole at 0."""

SMALLEST, LARGEST = 2.0**-3, 1.0
"""Elements nearer to 0, or farther from it, take the step of these sizes."""

TOO_ROUGH = 2.0**-38
"""How much rounding may be expected in a quotient, in the unit of the array's largest."""

WIDEST = 2.0**-4
"""The largest step that is taken against rounding."""

ROUNDINGS = 4 * np.finfo(np.float64).eps
"""The rounding that is expected of a forward pass, for each unit of its results."""

SEEN = 16
"""An error of 16 moves the quotients of tenth and of eighth order apart by some 1, if rounding is
its cause: their weights are that near. Truncation shows more of itself.
"""

AMPLIFICATION = 1 / (RELATIVE_STEP * SMALLEST)
"""How much a rounding error of the forward pass grows in the quotient."""


MOST = 16
"""How many elements of an array are tried.

Of a larger one, half are those where the gradient is said to be largest, and half are random: a
gradient may be 0 nearly everywhere, as a maximum's is.
"""


@dataclass(frozen=True)
class Estimate:
    """A gradient at some elements of an array.

    Attributes:
        shape: the array's shape.
        at: the elements, as indices of the flattened array.
        values: dL/dx there.
    """

    shape: tuple[int, ...]
    at: np.ndarray
    values: np.ndarray


def gradient(
    forward: Callable[[], np.ndarray],
    x: np.ndarray,
    dy: np.ndarray,
    said: np.ndarray | None = None,
    seed: int = 0,
) -> Estimate:
    """Return d sum(dy * y) / dx, where ``forward`` returns y and reads ``x``.

    ``x`` is changed while this runs, and restored. ``said`` is the gradient that is to be checked;
    it and the seed choose the elements of a large array.
    """
    at = np.arange(x.size)
    if x.size > MOST:
        order = np.random.default_rng(seed).permutation(x.size)
        if said is not None and said.size == x.size:
            largest = np.argsort(-np.abs(said.ravel()), kind="stable")[: MOST // 2]
            order = np.concatenate([largest, order[~np.isin(order, largest)]])
        at = np.sort(order[:MOST])
    steps = np.array([_first_step(kept) for kept in x.ravel()[at]])
    values, apart = np.zeros(len(at)), np.full(len(at), np.inf)
    used, rough = steps.copy(), np.zeros(len(at))
    again = np.arange(len(at))
    while again.size:
        for place in again:
            value, lower, noise = _quotients(forward, x, dy, at[place], steps[place])
            if not abs(value - lower) >= apart[place]:  # NaN is kept too
                values[place], apart[place] = value, abs(value - lower)
                used[place], rough[place] = steps[place], noise
        steps[again] /= 2
        too_far = apart[again] > TOO_FAR * np.abs(values).max()
        again = again[too_far & (steps[again] >= RELATIVE_STEP * SMALLEST)]
    fine = TOO_ROUGH * np.abs(values).max()
    for place in np.flatnonzero(rough > fine):
        wide = used[place] * 2.0 ** np.ceil(np.log2(rough[place] / fine))
        doubt = SEEN * apart[place] + rough[place]
        for h in _between(used[place], min(wide, WIDEST)):
            value, less = _widened(forward, x, dy, at[place], h)
            if less < doubt:
                values[place] = value
                break
    return Estimate(x.shape, at, values)


def _between(step: float, wide: float) -> list[float]:
    """Return the steps above ``step``, from ``wide`` downwards, each half of the one before."""
    return [wide / 2**k for k in range(10) if wide / 2**k > step]


def _widened(
    forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray, flat: int, h: float
) -> tuple[float, float]:
    """Return the quotient of tenth order of a wide step, and how much it may be wrong by.

    A kink on the way shows in the two quotients, as truncation does; the end of what the function
    is defined for shows as an error or as NaN.
    """
    index = np.unravel_index(flat, x.shape)
    kept = x[index]
    try:
        with np.errstate(all="ignore"):
            value, lower, rough = _quotients(forward, x, dy, flat, h)
    except ValueError:
        x[index] = kept
        return np.nan, np.inf
    return value, SEEN * abs(value - lower) + rough


def _first_step(kept: float) -> float:
    return RELATIVE_STEP * min(max(abs(kept), SMALLEST), LARGEST)


def _quotients(
    forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray, flat: int, h: float
) -> tuple[float, float, float]:
    """Return the quotients of tenth and of eighth order at an element of x, and their rounding."""
    index = np.unravel_index(flat, x.shape)
    kept = float(x[index])
    total, lower = np.zeros(dy.shape), np.zeros(dy.shape)
    for k, weight in enumerate(WEIGHTS, start=1):
        x[index] = kept + k * h
        above = forward()
        x[index] = kept - k * h
        change = above - forward()
        total = total + weight * change
        if k <= len(LOWER_WEIGHTS):
            lower = lower + LOWER_WEIGHTS[k - 1] * change
    x[index] = kept
    moved = np.where(change != 0, dy * above, 0.0)  # what stands still is rounded alike twice
    rough = ROUNDINGS * float(np.linalg.norm(moved)) / h
    return float(np.sum(dy * total) / h), float(np.sum(dy * lower) / h), rough
