"""Gradients by finite differences, and at which elements they can be trusted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

STEP = 1e-3
"""With four points the error is of the order of STEP to the fourth power, near 1e-12."""

LEAST = 3
"""How many elements of each array are looked at, however long it takes."""

SINGLE_STEP = 3e-2
KINK = 0.05
"""A second difference that grows with the step tells a bend; what is left of a smooth function's
is smaller than this part of the gradient's size."""


@dataclass
class Slope:
    """The gradient with respect to one array.

    Attributes:
        value: by element; not a number where it was not looked for, or where there is a bend.
        kinks: at how many elements the function bends.
        left_out: how many elements were not looked at, for want of time.
    """

    value: np.ndarray
    kinks: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class Pair:
    """A gradient of the code's beside differences of its own forward, to be compared elsewhere.

    Attributes:
        name: the gradient's.
        yours: what the code gives.
        right: by differences; not a number where that cannot tell.
        scale: what errors are relative to.
    """

    name: str
    yours: np.ndarray
    right: np.ndarray
    scale: float


def slope(
    function: Callable[[np.ndarray], np.ndarray],
    at: np.ndarray,
    until: float,
    rng: np.random.Generator,
    single: bool = False,
) -> Slope:
    """Return the derivative of ``function`` with respect to each element of ``at``.

    Args:
        function: gives a number, or an array in whose elements the derivative is the same as the
            one asked for: its sum is differentiated.
        at: where; it is left as it is.
        until: when to stop; elements are taken in a random order if they are many.
        rng: draws that order.
        single: whether the function computes in single precision.
    """
    h = SINGLE_STEP if single else STEP
    value = np.full(at.shape, np.nan)
    middle = float(function(at))
    kinks = done = 0
    suspects: list[tuple[tuple[int, ...], float]] = []
    for flat in rng.permutation(at.size):
        if done >= LEAST and time.process_time() > until:
            break
        index = np.unravel_index(flat, at.shape)
        near = [_moved(function, at, index, step * h) for step in (-2, -1, 1, 2)]
        a, b, c, d = near
        done += 1
        if not np.isfinite(near).all():
            kinks += 1
            continue
        value[index] = (8 * (c - b) - (d - a)) / (12 * h)
        # Smooth: the second difference over 2h is four times that over h. Bent: twice, or none.
        bend = abs((a + d - 2 * middle) - 4 * (b + c - 2 * middle)) / h
        # A jump, or a bend beside the point, shows in the first differences.
        bend = max(bend, abs((d - a) - 2 * (c - b)) / h)
        suspects.append((tuple(int(i) for i in index), bend))
    size = float(np.nanmax(np.abs(value), initial=0.0)) if done else 0.0
    for index, bend in suspects:
        if bend > _smooth(size, value[index], single):
            value[index] = np.nan
            kinks += 1
    return Slope(value, kinks, at.size - done)


def _smooth(size: float, own: float, single: bool) -> float:
    """Return how much a smooth function may bend, given the gradient's size."""
    least = 1e-3 if single else 1e-9
    return least + (2e-2 if single else 3e-4) * max(size, abs(own))


def _moved(
    function: Callable[[np.ndarray], np.ndarray], at: np.ndarray, index: tuple, by: float
) -> float:
    moved = at.copy()
    moved[index] += by
    return float(function(moved))


def diagonal(
    function: Callable[[np.ndarray], np.ndarray], at: np.ndarray, single: bool = False
) -> Slope | None:
    """Return d f(x)_i / d x_i for a function whose result has the shape of ``at``."""
    h = SINGLE_STEP if single else STEP
    value = np.full(at.shape, np.nan)
    kinks = 0
    middle = np.asarray(function(at), dtype=float)
    if middle.shape != at.shape:
        return None
    for index in np.ndindex(at.shape):
        points = []
        for step in (-2, -1, 1, 2):
            moved = at.copy()
            moved[index] += step * h
            points.append(float(np.asarray(function(moved), dtype=float)[index]))
        a, b, c, d = points
        here = float(middle[index])
        bend = abs((a + d - 2 * here) - 4 * (b + c - 2 * here)) / h
        bend = max(bend, abs((d - a) - 2 * (c - b)) / h)
        value[index] = (8 * (c - b) - (d - a)) / (12 * h)
        if bend > 1e-4 * max(1.0, abs(float(value[index]))) or not np.isfinite(points).all():
            value[index] = np.nan
            kinks += 1
    return Slope(value, kinks)
