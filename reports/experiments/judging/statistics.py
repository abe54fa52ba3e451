"""Means over seeds, the spread of a single run, and what becomes of a reported figure.

A report is one run whose seed nobody knows, so it is held against what a single further run of
ours can give, with 95 % confidence. Two ranges keep ignorance from deciding:

- **outside** is a figure beyond mean ± t s sqrt(1 + 1/n), which is wide where seeds are few, and
  beyond our least and largest;
- **inside** is one within mean ± 1.96 s, the range if these seeds' spread were the true one, or
  between our least and largest: it does not grow where seeds are few;
- what lies between the two is **undecided**, and so is what lies in a range that says nothing: of
  an accuracy one wider than half of all accuracies, of another figure one that reaches 0.

Where some seeds collapse to one class and others learn, no bell curve describes them: the two
kinds are judged apart. A **collapse** is a figure near one of theirs, if our seeds show that one
run in twenty, at least, collapses; another figure is held against the seeds that learn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from parity.experiments.interval import LEVEL, at_least, mean_and_half_width, normal, student

Verdict = Literal[
    "inside", "outside", "collapse", "holds", "does_not_hold", "undecided", "not_reproducible",
    "not_run", "other_data",
]  # fmt: skip
"""What becomes of a reported figure, or of what a report says in words."""

Bounds = tuple[float, float]

ACCURACY: Bounds = (0.0, 1.0)
AT_LEAST_0: Bounds = (0.0, math.inf)
ANY: Bounds = (-math.inf, math.inf)

WIDEST = 0.5
"""An interval of accuracies that is wider would take in most figures."""

NEAR = 0.05
"""How near the accuracies of two collapses are: each is the share of some digit."""

ENOUGH = 7
"""From as many seeds on that all do the same, a report that does otherwise is outside.

If a run does otherwise with chance p, the report's is the only one of n + 1 to do so with
probability p (1 - p)^n: whatever p is, that is less than 5 % from seven seeds on.
"""


@dataclass(frozen=True)
class Summary:
    """One figure of one setting over its seeds.

    Attributes:
        values: the figure, one for each seed; what is not finite is left out.
        fallen: which of them are of seeds that answer one class for everything.
        bounds: between which the figure lies by its nature.
    """

    values: tuple[float, ...]
    fallen: tuple[float, ...] = ()
    bounds: Bounds = ANY

    @property
    def n(self) -> int:
        """How many seeds."""
        return len(self.values)

    @property
    def collapsed(self) -> int:
        """How many of them answer one class for everything."""
        return len(self.fallen)

    @cached_property
    def learnt(self) -> tuple[float, ...]:
        """The figures of the seeds that do not."""
        rest = list(self.values)
        for value in self.fallen:
            rest.remove(value)
        return tuple(rest)

    @property
    def mean(self) -> float:
        """Their mean; NaN without any."""
        return float(np.mean(self.values)) if self.values else math.nan

    @property
    def half(self) -> float:
        """Half the width of the mean's 95 % interval; NaN with fewer than two seeds."""
        return mean_and_half_width(self.values)[1] if self.values else math.nan

    @property
    def mean_may_be(self) -> bool:
        """Tell whether mean ± half is an interval of such figures, and the seeds are of a kind."""
        low, high = self.bounds
        return not self.fallen and low <= self.mean - self.half and self.mean + self.half <= high

    def single_run(self, level: float = LEVEL) -> Bounds:
        """Return the prediction interval of a single further run, or from least to largest."""
        if self.n < 2:
            return self._clipped(0.0)
        return self._clipped(student(level, self.n - 1) * math.sqrt(1 + 1 / self.n))

    def usual(self, level: float = LEVEL) -> Bounds:
        """Return the range of a single run if these seeds' spread were the true one."""
        return self._clipped(normal(level))

    def _clipped(self, deviations: float) -> Bounds:
        """Return so many standard deviations about the mean, at least from least to largest."""
        spread = deviations * float(np.std(self.values, ddof=1)) if self.n > 1 else 0.0
        low = max(self.bounds[0], min(self.mean - spread, *self.values, math.inf))
        return low, min(self.bounds[1], max(self.mean + spread, *self.values, -math.inf))


def summary(
    values: Sequence[float], classes: Sequence[float] = (), bounds: Bounds = ANY
) -> Summary:
    """Return the summary of a figure.

    Args:
        values: the figure, one for each seed.
        classes: how many distinct classes each seed predicts; without any, none collapses.
        bounds: between which the figure lies by its nature.
    """
    classes = list(classes) or [math.nan] * len(values)
    kept = [(v, c) for v, c in zip(values, classes, strict=True) if math.isfinite(v)]
    return Summary(tuple(v for v, _ in kept), tuple(v for v, c in kept if c == 1), bounds)


def verdict(
    figure: float | None, ours: Summary | None, decimals: int, level: float = LEVEL
) -> Verdict:
    """Return what becomes of a reported figure, by the module's rule.

    Args:
        figure: what the report gives; ``None`` if it is lost, or said in words.
        ours: what was measured here; ``None`` if nothing was.
        decimals: to how many the report rounds.
        level: with which confidence a figure outside is outside.
    """
    if figure is None:
        return "not_reproducible"
    if ours is None or not ours.n:
        return "not_run"
    slack = 0.5 * 10.0**-decimals
    if not ours.collapsed:
        return _held_against(figure, ours, slack, level)
    if min(abs(figure - fallen) for fallen in ours.fallen) < NEAR:
        return "collapse" if _not_rare(ours.collapsed, ours.n) else "undecided"
    learnt = Summary(ours.learnt, (), ours.bounds)
    if not learnt.n:
        return "outside" if ours.n >= ENOUGH else "undecided"
    found = _held_against(figure, learnt, slack, level)
    return "undecided" if found == "inside" and not _not_rare(learnt.n, ours.n) else found


def _held_against(figure: float, ours: Summary, slack: float, level: float) -> Verdict:
    low, high = ours.single_run(level)
    if not low - slack <= figure <= high + slack:
        same = len(set(ours.values)) == 1  # one value tells no spread
        return "undecided" if same and ours.n < ENOUGH else "outside"
    least, largest = ours.usual(level)
    if not least - slack <= figure <= largest + slack or says_nothing(low, high, ours.bounds):
        return "undecided"
    return "inside"


def says_nothing(low: float, high: float, bounds: Bounds) -> bool:
    """Tell whether an interval takes in most of what a figure could be."""
    return high - low > WIDEST if bounds == ACCURACY else low < high and low <= 0 <= high


def _not_rare(k: int, n: int) -> bool:
    """Tell whether ``k`` of ``n`` runs show that more than one in twenty is of their kind."""
    return at_least(k, n, 1 - LEVEL) < 1 - LEVEL
