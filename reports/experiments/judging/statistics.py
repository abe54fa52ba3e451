"""Means over seeds, the spread of a single run, and what becomes of a reported figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parity.experiments.interval import NORMAL, STUDENT, mean_and_half_width

Verdict = Literal[
    "inside", "outside", "collapse", "holds", "does_not_hold", "undecided", "not_reproducible",
    "not_run", "other_data",
]  # fmt: skip
"""What becomes of a reported figure, or of what a report says in words."""


@dataclass(frozen=True)
class Summary:
    """One figure of one setting over its seeds.

    Attributes:
        n: how many seeds.
        mean: their mean.
        half: half the width of the mean's 95 % interval; NaN for one seed.
        low: the lower end of the 95 % interval of a single run.
        high: its upper end.
        collapsed: how many seeds answer one class for everything.
        median: the middle one.
    """

    n: int
    mean: float
    half: float
    low: float
    high: float
    collapsed: int
    median: float = math.nan


def summary(values: Sequence[float], classes: Sequence[float]) -> Summary:
    """Return the summary of a figure.

    Args:
        values: the figure, one for each seed.
        classes: how many distinct classes each seed predicts.

    A report is one run whose seed nobody knows, so it is held against the interval of a single
    run: mean ± t s sqrt(1 + 1/n).
    """
    finite = [v for v in values if math.isfinite(v)]
    n = len(finite)
    if not n:
        return Summary(0, math.nan, math.nan, math.nan, math.nan, 0)
    mean, half = mean_and_half_width(finite)
    if n > 1:
        t = STUDENT[n - 2] if n - 2 < len(STUDENT) else NORMAL
        spread = t * float(np.std(finite, ddof=1)) * math.sqrt(1 + 1 / n)
    else:
        spread = 0.0
    low, high = min(mean - spread, min(finite)), max(mean + spread, max(finite))
    collapsed = sum(c == 1 for c in classes)
    return Summary(n, mean, half, low, high, collapsed, float(np.median(finite)))


def verdict(figure: float | None, ours: Summary | None, decimals: int) -> Verdict:
    """Return what becomes of a reported figure.

    Args:
        figure: what the report gives; ``None`` if it is lost, or said in words.
        ours: what was measured here; ``None`` if nothing was.
        decimals: to how many the report rounds.
    """
    if figure is None:
        return "not_reproducible"
    if ours is None or not ours.n:
        return "not_run"
    if ours.collapsed * 2 > ours.n:
        near = abs(figure - ours.median) < 0.05  # a share of one digit, whichever it is
        return "collapse" if near else "outside"
    slack = 0.5 * 10.0**-decimals
    if ours.low - slack <= figure <= ours.high + slack:
        return "inside"
    return "outside" if ours.n > 1 else "undecided"  # one seed tells no spread
