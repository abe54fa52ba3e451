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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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


LARGEST_ALONE = 4
"""How many elements of an array are tried each alone: where the gradient is said to be largest."""

DIRECTIONS = 3
"""Along how many random directions an array of more elements is tried, all its elements at once.

A gradient may be 0 nearly everywhere, as a maximum's is, and wrong at one element only: an element
that is not among those tried alone is part of each direction, with a weight of its own.
"""

MOST = LARGEST_ALONE + DIRECTIONS
"""An array of no more elements is tried element by element."""


@dataclass(frozen=True)
class Estimate:
    """A gradient at some elements of an array, and along some directions.

    Attributes:
        shape: the array's shape.
        at: the elements, as indices of the flattened array.
        values: dL/dx there, and then along each direction.
        along: the directions, a row each, of length 1 or less; none for a small array.
    """

    shape: tuple[int, ...]
    at: np.ndarray
    values: np.ndarray
    along: np.ndarray | None = None

    def of(self, gradient: np.ndarray) -> np.ndarray:
        """Return what a whole gradient gives where this one was estimated."""
        flat = gradient.ravel()
        alone = flat[self.at]
        return alone if self.along is None else np.concatenate([alone, self.along @ flat])


def gradient(
    forward: Callable[[], np.ndarray],
    x: np.ndarray,
    dy: np.ndarray,
    said: np.ndarray | None = None,
    seed: int = 0,
) -> Estimate:
    """Return d sum(dy * y) / dx, where ``forward`` returns y and reads ``x``.

    ``x`` is changed while this runs, and restored. ``said`` is the gradient that is to be checked;
    it and the seed choose the elements of a large array that are tried alone, and its directions.
    """
    if x.size <= MOST:
        at = np.arange(x.size)
        return Estimate(x.shape, at, _along(forward, x, dy, [_alone(x, i) for i in at.tolist()])[0])
    draw = np.random.default_rng(seed)
    order = draw.permutation(x.size)
    if said is not None and said.size == x.size:
        largest = np.argsort(-np.abs(said.ravel()), kind="stable")[:LARGEST_ALONE]
        order = np.concatenate([largest, order[~np.isin(order, largest)]])
    at = np.sort(order[:LARGEST_ALONE])
    # Elements move together, each as far as its own size allows and as little as makes one step.
    weights = draw.uniform(0.5, 1.0, (DIRECTIONS, x.size)) * draw.choice([-1.0, 1.0], x.size)
    ways = weights * _unit(x.ravel()) / np.sqrt(x.size)
    alone = [_alone(x, i) for i in at.tolist()]
    together = [_Way(..., way.reshape(x.shape)) for way in ways]
    values, unclear = _along(forward, x, dy, [*alone, *together])
    if not unclear[len(at) :].any():
        return Estimate(x.shape, at, values, ways)
    # Large elements, whose rounding hides the small ones, or a kink on the way: more elements
    # instead, each alone.
    further = np.sort(order[LARGEST_ALONE : 2 * LARGEST_ALONE + DIRECTIONS])
    more, _ = _along(forward, x, dy, [_alone(x, i) for i in further.tolist()])
    values = np.concatenate([values[: len(at)], more])
    return Estimate(x.shape, np.concatenate([at, further]), values)


@dataclass(frozen=True)
class _Way:
    """Where an array is changed, and by how much for a step of 1."""

    index: Any
    change: Any
    first: float = RELATIVE_STEP


def _unit(values: np.ndarray) -> np.ndarray:
    """Return by how much elements may move, for each unit of the step."""
    return np.clip(np.abs(values), SMALLEST, LARGEST)


def _alone(x: np.ndarray, flat: int) -> _Way:
    index = np.unravel_index(flat, x.shape)
    return _Way(index, 1.0, RELATIVE_STEP * float(_unit(x[index])))


def _along(
    forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray, ways: Sequence[_Way]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the derivative along each way, and whether truncation or rounding may spoil it."""
    steps = np.array([way.first for way in ways])
    values, apart = np.zeros(len(ways)), np.full(len(ways), np.inf)
    used, rough = steps.copy(), np.zeros(len(ways))
    again = np.arange(len(ways))
    while again.size:
        for place in again.tolist():
            value, lower, noise = _quotients(forward, x, dy, ways[place], steps[place])
            if not abs(value - lower) >= apart[place]:  # NaN is kept too
                values[place], apart[place] = value, abs(value - lower)
                used[place], rough[place] = steps[place], noise
        steps[again] /= 2
        too_far = apart[again] > TOO_FAR * np.abs(values).max()
        again = again[too_far & (steps[again] >= RELATIVE_STEP * SMALLEST)]
    largest = np.abs(values).max(initial=0.0)
    fine = TOO_ROUGH * largest
    for place in np.flatnonzero(rough > fine).tolist():
        wide = used[place] * 2.0 ** np.ceil(np.log2(rough[place] / fine))
        doubt = SEEN * apart[place] + rough[place]
        for h in _between(used[place], min(wide, WIDEST)):
            value, less = _widened(forward, x, dy, ways[place], h)
            if less < doubt:
                values[place], rough[place] = value, less
                break
    return values, ~(apart <= TOO_FAR * largest) | (rough > fine)


def _between(step: float, wide: float) -> list[float]:
    """Return the steps above ``step``, from ``wide`` downwards, each half of the one before."""
    return [wide / 2**k for k in range(10) if wide / 2**k > step]


def _widened(
    forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray, way: _Way, h: float
) -> tuple[float, float]:
    """Return the quotient of tenth order of a wide step, and how much it may be wrong by.

    A kink on the way shows in the two quotients, as truncation does; the end of what the function
    is defined for shows as an error or as NaN.
    """
    try:
        with np.errstate(all="ignore"):
            value, lower, rough = _quotients(forward, x, dy, way, h)
    except ValueError:
        return np.nan, np.inf
    return value, SEEN * abs(value - lower) + rough


def _quotients(
    forward: Callable[[], np.ndarray], x: np.ndarray, dy: np.ndarray, way: _Way, h: float
) -> tuple[float, float, float]:
    """Return the quotients of tenth and of eighth order along a way, and their rounding."""
    kept = np.array(x[way.index])
    total, lower = np.zeros(dy.shape), np.zeros(dy.shape)
    try:
        for k, weight in enumerate(WEIGHTS, start=1):
            x[way.index] = kept + k * h * way.change
            above = forward()
            x[way.index] = kept - k * h * way.change
            change = above - forward()
            total = total + weight * change
            if k <= len(LOWER_WEIGHTS):
                lower = lower + LOWER_WEIGHTS[k - 1] * change
    finally:
        x[way.index] = kept
    moved = np.where(change != 0, dy * above, 0.0)  # what stands still is rounded alike twice
    rough = ROUNDINGS * float(np.linalg.norm(moved)) / h
    return float(np.sum(dy * total) / h), float(np.sum(dy * lower) / h), rough
