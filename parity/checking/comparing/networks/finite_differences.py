"""Gradients of somebody's own loss by finite differences, as far as its kinks allow."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

STEP = 1e-5
"""The step of a central difference in double precision, for numbers near 1."""

TOLERANCE = 2e-5
"""How far, relatively, a right gradient may be from a difference: a constant in a logarithm,
which most gradients leave out, is of this size."""

SINGLE_STEP, SINGLE_TOLERANCE = 1e-2, 3e-2
"""The same where the loss is computed in single precision."""

WHOLE = 150
"""Arrays of at most so many elements are differentiated whole."""

SAMPLED = 12
"""How many elements of a larger array are tried, besides one direction through all of it."""

SECONDS = 0.25
"""How long single elements are tried; one direction through each array always is."""

AT_MOST = 4.0
"""After how long the arrays that are left are not tried at all."""


@dataclass(frozen=True)
class Differences:
    """A gradient beside the differences that it should equal, both flat where not all was tried.

    Attributes:
        given: the gradient, or what was tried of it.
        right: the differences.
        bound: how far a right gradient may be from them.
        whole: whether every element was tried.
    """

    given: np.ndarray
    right: np.ndarray
    bound: float
    whole: bool


class Clock:
    """Tells whether there is time for more evaluations, of this process' own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.until = time.process_time() + seconds
        self.end = self.until + AT_MOST

    @property
    def over(self) -> bool:
        """Tell whether the time is spent."""
        return time.process_time() > self.until

    @property
    def late(self) -> bool:
        """Tell whether it is late even for one direction."""
        return time.process_time() > self.end


def differences(
    loss: Callable[[], float],
    array: np.ndarray,
    gradient: np.ndarray,
    rng: np.random.Generator,
    clock: Clock,
    single: bool = False,
) -> Differences | None:
    """Return ``gradient`` beside finite differences; None where none could be trusted.

    Args:
        loss: evaluates the loss at what ``array`` holds.
        array: the parameter, which the loss reads; it is changed in place and restored.
        gradient: what the code gives for it, of the same shape.
        rng: chooses what is tried of a large array.
        clock: says when to stop.
        single: whether the loss is computed in single precision.
    """
    kept = array.copy()

    def at(change: np.ndarray | float, place: tuple[int, ...] | None, h: float) -> float:
        try:
            if place is None:
                array[...] = kept + h * change
            else:
                array[place] = kept[place] + h
            return float(loss())
        finally:
            array[...] = kept

    def slope(change: np.ndarray | float, place: tuple[int, ...] | None) -> float:
        return confirmed(lambda h: at(change, place, h), single)

    given: list[float] = []
    right: list[float] = []
    whole = array.size <= WHOLE and not clock.over
    places = list(np.ndindex(array.shape))
    if not whole:
        # The largest gradients and some others; one direction goes through every element.
        order = np.argsort(-np.abs(gradient), axis=None)[: SAMPLED // 2]
        chosen = [*order, *rng.choice(array.size, min(SAMPLED // 2, array.size), replace=False)]
        places = [places[int(i)] for i in dict.fromkeys(chosen)]
        direction = rng.choice([-1.0, 1.0], array.shape) / math.sqrt(array.size)
        given.append(float((gradient * direction).sum()))
        right.append(slope(direction, None))
    for place in places:
        if clock.over and given:
            whole = False
            break
        given.append(float(gradient[place]))
        right.append(slope(1.0, place))
    ours, theirs = np.array(right), np.array(given)
    sure = np.isfinite(ours)
    if not sure.any():
        return None
    if whole and sure.all():
        ours, theirs = ours.reshape(array.shape), theirs.reshape(array.shape)
    else:
        whole, ours, theirs = False, ours[sure], theirs[sure]
    # Along a direction a right gradient may cancel, and its small errors do not.
    largest = max(float(np.abs(ours).max()), float(np.sqrt(np.mean(gradient**2))))
    return Differences(theirs, ours, _tolerance(single) * largest + _rounding(single), whole)


def along_all(
    loss: Callable[[], float],
    arrays: Sequence[np.ndarray],
    gradients: Sequence[np.ndarray],
    rng: np.random.Generator,
    single: bool = False,
) -> Differences | None:
    """Return the derivative along one direction through all parameters, given and by difference.

    It takes four evaluations of the loss, whatever the network's size; see :func:`differences`.
    """
    kept = [array.copy() for array in arrays]
    size = math.sqrt(sum(array.size for array in arrays))
    directions = [rng.choice([-1.0, 1.0], array.shape) / size for array in arrays]

    def at(h: float) -> float:
        try:
            for array, before, direction in zip(arrays, kept, directions, strict=True):
                array[...] = before + h * direction
            return float(loss())
        finally:
            for array, before in zip(arrays, kept, strict=True):
                array[...] = before

    right = confirmed(at, single)
    if not math.isfinite(right):
        return None
    given = sum(float((g * d).sum()) for g, d in zip(gradients, directions, strict=True))
    scale = max(abs(right), math.sqrt(sum(float((g**2).sum()) for g in gradients)) / size)
    bound = _tolerance(single) * scale + _rounding(single)
    return Differences(np.array([given]), np.array([right]), bound, False)


def confirmed(at: Callable[[float], float], single: bool) -> float:
    """Return a central difference that a smaller step confirms; NaN where a kink is near.

    Args:
        at: the loss at a distance.
        single: whether it is computed in single precision.
    """

    def central(h: float) -> float:
        return (at(h) - at(-h)) / (2 * h)

    # At a kink the value of a difference depends on the step, elsewhere it does not.
    h = SINGLE_STEP if single else STEP
    for _ in range(1 if single else 2):
        wide, narrow = central(h), central(h / 2)
        near = 0.3 * _tolerance(single) * max(abs(wide), abs(narrow), 1e-3)
        if math.isfinite(wide) and abs(wide - narrow) <= near:
            return (4 * narrow - wide) / 3
        h /= 30
    return math.nan


def _tolerance(single: bool) -> float:
    return SINGLE_TOLERANCE if single else TOLERANCE


def _rounding(single: bool) -> float:
    """Return what rounding alone does to the difference of two losses near 1."""
    return 1e-4 if single else 1e-9
