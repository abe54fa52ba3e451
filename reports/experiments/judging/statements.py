"""Decides what a report says in words, from the runs.

A statement holds if the runs show it, does not hold if they show the contrary, and is undecided
if they show neither: few seeds leave it undecided, whatever is said.

- A mean, or the mean of the differences seed by seed, shows that it is above a line if its whole
  95 % interval is.
- Seeds that are counted show what most runs do if a fair coin would hardly ever (in fewer than 5
  of 100 cases) fall so often on one side: that takes five of five, or nine of ten.
- That there is no difference is never shown, only that there is none that matters: the whole
  interval lies within ``MARGIN``, two hundredths of accuracy. The contrary is an interval that lies
  wholly beyond it.

=================  ==============================================================================
learns             most runs exceed a test accuracy of .5
fails              most runs do not
collapses          most runs answer one class for everything
overfits           the training accuracy exceeds the test accuracy by more than .1
does_not_vanish    before training, the first layer's gradient is no smaller than a tenth of the
                   last layer's
higher, lower      the final test accuracy is
not_lower          the final test accuracy is not lower by ``MARGIN`` or more
faster, slower     the loss, averaged over all steps, is lower, or higher
no_effect          the final test accuracy differs by less than ``MARGIN``
less_overfit       the training accuracy exceeds the test accuracy by less
vanishes_less      before training, the first layer's gradient over the last layer's is larger
vanishes_through_time  before training, the last step's gradient at the first step is smaller than
                   a tenth of that at the last step
explodes_through_time  the same is larger than ten times that at the last step
=================  ==============================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parity.experiments.interval import LEVEL, at_least, mean_and_half_width
from parity.experiments.results import RunResult, mean_loss, reaches_back, reaches_first
from parity.experiments.setting import Statement

LEARNT = 0.5
OVERFIT = 0.1
VANISHED = 0.1

DECADE = 1.0
"""By how many powers of ten a gradient falls or grows through time that vanishes or explodes."""

MARGIN = 0.02
"""A difference of accuracy that matters.

A report has one run of each setting, and two single runs of one setting differ by as much, so a
smaller difference is none that its writer could have seen.
"""

Measure = Callable[[RunResult], float]


@dataclass(frozen=True)
class Finding:
    """What the runs say to a statement.

    Attributes:
        holds: whether it holds; ``None`` where these seeds cannot tell.
        measure: what was measured: a key of :data:`reports.experiments.words.WORDS` behind
            ``evidence_``.
        value: the figure: a difference where settings are compared, or how many seeds.
        half: half the width of its 95 % interval; NaN where it has none.
        n: of how many seeds, where ``value`` counts them.
    """

    holds: bool | None
    measure: str
    value: float
    half: float = math.nan
    n: int = 0


def _accuracy(run: RunResult) -> float:
    return run.final.get("test_accuracy", math.nan)


def _gap(run: RunResult) -> float:
    return run.final.get("train_accuracy", math.nan) - _accuracy(run)


def _powers(run: RunResult) -> float:
    """Return how many powers of ten the gradient grows on its way back to the first step."""
    ratio = reaches_back(run)
    return math.log10(ratio) if ratio > 0 else math.nan


COMPARED: dict[str, tuple[Measure, str, int]] = {
    "higher": (_accuracy, "accuracy", 1),
    "lower": (_accuracy, "accuracy", -1),
    "not_lower": (_accuracy, "accuracy", 1),
    "no_effect": (_accuracy, "accuracy", 1),
    "faster": (mean_loss, "mean_loss", -1),
    "slower": (mean_loss, "mean_loss", 1),
    "less_overfit": (_gap, "gap", -1),
    "vanishes_less": (reaches_first, "reaches_first", 1),
}
"""What a comparison measures, its name, and the sign that the difference should have."""


def decide(
    statement: Statement, runs: Sequence[RunResult], others: Sequence[RunResult]
) -> Finding | None:
    """Return what the runs of one framework say to a statement; ``None`` where there are none.

    Args:
        statement: what is said.
        runs: the runs of the setting of which it is said.
        others: those of the setting with which it is compared.
    """
    if not runs or (statement.than and not others):
        return None
    if statement.kind in COMPARED:
        return _compared(statement, runs, others)
    return _alone(statement, runs)


def _alone(statement: Statement, runs: Sequence[RunResult]) -> Finding:
    if statement.kind == "overfits":
        mean, half = mean_and_half_width([_gap(run) for run in runs])
        return Finding(_above(OVERFIT, mean, half), "own_gap", mean, half)
    if statement.kind == "does_not_vanish":
        mean, half = mean_and_half_width([reaches_first(run) for run in runs])
        return Finding(_above(VANISHED, mean, half), "own_reaches_first", mean, half)
    if statement.kind in ("vanishes_through_time", "explodes_through_time"):
        sign = 1 if statement.kind == "explodes_through_time" else -1
        mean, half = mean_and_half_width([_powers(run) for run in runs])
        return Finding(_above(DECADE, sign * mean, half), "own_reaches_back", mean, half)
    if statement.kind == "collapses":
        return _counted("collapsed", [run.final.get("predicted_classes") == 1 for run in runs])
    learnt = [_accuracy(run) > LEARNT for run in runs]
    if statement.kind == "fails":
        return _counted("failed", [not each for each in learnt])
    return _counted("learnt", learnt)


def _counted(name: str, seeds: Sequence[bool]) -> Finding:
    """Return whether most runs do what these seeds do or do not (the sign test)."""
    n, k = len(seeds), sum(seeds)
    most, least = (at_least(count, n, 0.5) < 1 - LEVEL for count in (k, n - k))
    return Finding(True if most else False if least else None, name, k, n=n)


def _compared(
    statement: Statement, runs: Sequence[RunResult], others: Sequence[RunResult]
) -> Finding:
    measure, name, sign = COMPARED[statement.kind]
    there = {run.key.seed: measure(run) for run in others}
    differences = [measure(run) - there[run.key.seed] for run in runs if run.key.seed in there]
    if not differences:
        return Finding(None, name, math.nan)
    mean, half = mean_and_half_width(differences)
    if statement.kind == "no_effect":
        return Finding(_above(-MARGIN, -abs(mean), half), name, mean, half)
    line = -MARGIN if statement.kind == "not_lower" else 0.0
    return Finding(_above(line, sign * mean, half), name, mean, half)


def _above(line: float, mean: float, half: float) -> bool | None:
    """Tell whether an interval lies above a line, or below it; ``None`` if neither."""
    return True if mean - half > line else False if mean + half < line else None
