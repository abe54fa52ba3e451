"""Draws from initializers and compares distributions: everybody draws other numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from parity.checking.report import Quantity, QuantityVerdict
from parity.describing.concept import NOTHING, DrawnCase, Text
from parity.harness.comparing import tolerances
from parity.harness.evaluators import numpy_evaluator

ENOUGH = 40_000
"""How many numbers are drawn for each case: a scale off by 2 % shows."""

SIGMAS = 6.0
"""How many standard errors a scale may be off."""


@dataclass
class Drawn:
    """What both drew for one case."""

    case: DrawnCase
    yours: np.ndarray
    right: np.ndarray


def ours(case: DrawnCase, subject_class: Any = None) -> np.ndarray:
    """Return what our initializer draws, or the class that stands for it."""
    if subject_class is None:
        return _kept(
            case.concept, tuple(case.options["shape"]), tuple(case.config.items()), _Key(case)
        )
    return _draw(case, subject_class)


class _Key:
    """Carries a case through a cache; all that matters of it is in the other arguments."""

    def __init__(self, case: DrawnCase) -> None:
        self.case = case

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key)


@lru_cache(maxsize=32)
def _kept(concept: str, shape: tuple[int, ...], config: tuple[Any, ...], key: _Key) -> np.ndarray:
    return _draw(key.case, None)


def _draw(case: DrawnCase, subject_class: Any) -> np.ndarray:
    shape = tuple(case.options["shape"])
    parts = []
    for seed in range(math.ceil(ENOUGH / math.prod(shape))):
        again = replace(case, options={**case.options, "seed": 10_000 + seed})
        evaluation = numpy_evaluator.evaluate(again, "float64", subject_class)
        parts.append(evaluation.quantities["samples"].ravel())
    return np.concatenate(parts)


def scale_apart(pair: Drawn) -> tuple[float, float]:
    """Return the relative error of the standard deviation, and what it may be."""
    right = float(pair.right.std())
    if not right:
        return float(np.abs(pair.yours).max()), 0.0
    error = abs(float(pair.yours.std()) / right - 1) + abs(float(pair.yours.mean())) / right
    return error, SIGMAS * 2 / math.sqrt(pair.yours.size)


def samples_apart(pair: Drawn) -> tuple[float, float]:
    """Return the Kolmogorov-Smirnov distance, and what it may be."""
    distance = tolerances.distribution_distance(pair.yours, pair.right)
    return distance, tolerances.distribution_bound(pair.yours.size, pair.right.size)


def row(pairs: list[Drawn], name: str, measure: Callable[[Drawn], tuple[float, float]]) -> Quantity:
    """Return the row of one measure over all cases."""
    measured = [(*measure(pair), pair.case.name) for pair in pairs]
    error, bound, case = max(measured, key=lambda m: m[0] - m[1])
    agreed = sum(error <= bound for error, bound, _ in measured)
    verdict: QuantityVerdict = "agree" if agreed == len(pairs) else "differ"
    note = NOTHING
    if name == "samples":
        note = Text("in distribution", "分布で比較")
    return Quantity(name, None, verdict, case, agreed, len(pairs), error, bound, note)
