"""Decides what a report says in words, from the runs.

Comparisons are made seed by seed: one holds if the 95 % interval of the mean difference lies on
its side of zero, does not if it lies on the other, and is undecided if zero lies within.

=================  ==============================================================================
learns             most seeds exceed a test accuracy of .5
fails              most seeds do not
collapses          most seeds answer one class for everything
overfits           the training accuracy exceeds the test accuracy by more than .1 in the mean
does_not_vanish    before training, the first layer's gradient is no smaller than a tenth of the
                   last layer's, in every seed
higher, lower      the final test accuracy is
not_lower          the final test accuracy is not shown to be lower
faster, slower     the loss, averaged over all steps, is lower, or higher
no_effect          the mean test accuracy is one that a single run of the other setting can have
less_overfit       the training accuracy exceeds the test accuracy by less
vanishes_less      before training, the first layer's gradient over the last layer's is larger
=================  ==============================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from parity.experiments.interval import mean_and_half_width
from parity.experiments.results import RunResult
from parity.experiments.setting import Statement
from reports.experiments.judging.statistics import summary

LEARNT = 0.5
OVERFIT = 0.1
VANISHED = 0.1

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
        low: of ``no_effect``, the lower end of the interval of a single run of the other setting.
        high: its upper end.
    """

    holds: bool | None
    measure: str
    value: float
    half: float = math.nan
    n: int = 0
    low: float = math.nan
    high: float = math.nan


def _accuracy(run: RunResult) -> float:
    return run.final.get("test_accuracy", math.nan)


def _gap(run: RunResult) -> float:
    return run.final.get("train_accuracy", math.nan) - _accuracy(run)


def _mean_loss(run: RunResult) -> float:
    return float(np.mean(run.losses)) if run.losses.size else math.nan


def _reaches_first(run: RunResult) -> float:
    """Return the norm of the first layer's gradient over the last layer's, before training."""
    norms = run.extra.get("gradient_norms.values")
    return float(norms[0, 0] / norms[0, -1]) if norms is not None else math.nan


COMPARED: dict[str, tuple[Measure, str, int]] = {
    "higher": (_accuracy, "accuracy", 1),
    "lower": (_accuracy, "accuracy", -1),
    "not_lower": (_accuracy, "accuracy", 1),
    "faster": (_mean_loss, "mean_loss", -1),
    "slower": (_mean_loss, "mean_loss", 1),
    "less_overfit": (_gap, "gap", -1),
    "vanishes_less": (_reaches_first, "reaches_first", 1),
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
    if statement.kind == "no_effect":
        return _no_effect(runs, others)
    if statement.kind in COMPARED:
        return _compared(statement, runs, others)
    return _alone(statement, runs)


def _alone(statement: Statement, runs: Sequence[RunResult]) -> Finding:
    n = len(runs)
    if statement.kind == "overfits":
        mean, half = mean_and_half_width([_gap(run) for run in runs])
        return Finding(mean > OVERFIT, "own_gap", mean, half)
    if statement.kind == "does_not_vanish":
        ratios = [_reaches_first(run) for run in runs]
        return Finding(min(ratios) >= VANISHED, "own_reaches_first", *mean_and_half_width(ratios))
    if statement.kind == "collapses":
        k = sum(run.final.get("predicted_classes") == 1 for run in runs)
        return Finding(2 * k > n, "collapsed", k, n=n)
    k = sum(_accuracy(run) > LEARNT for run in runs)
    if statement.kind == "fails":
        return Finding(2 * (n - k) > n, "failed", n - k, n=n)
    return Finding(2 * k > n, "learnt", k, n=n)


def _no_effect(runs: Sequence[RunResult], others: Sequence[RunResult]) -> Finding:
    mean, half = mean_and_half_width([_accuracy(run) for run in runs])
    other = summary([_accuracy(run) for run in others], [0] * len(others))
    holds = other.low <= mean <= other.high if other.n > 1 else None
    return Finding(holds, "no_effect", mean, half, low=other.low, high=other.high)


def _compared(
    statement: Statement, runs: Sequence[RunResult], others: Sequence[RunResult]
) -> Finding:
    measure, name, sign = COMPARED[statement.kind]
    there = {run.key.seed: measure(run) for run in others}
    differences = [measure(run) - there[run.key.seed] for run in runs if run.key.seed in there]
    if not differences:
        return Finding(None, name, math.nan)
    mean, half = mean_and_half_width(differences)
    if math.isnan(half):
        return Finding(None, name, mean)
    if statement.kind == "not_lower":
        return Finding(sign * mean + half >= 0, name, mean, half)
    holds = sign * mean > 0 if abs(mean) > half else None
    return Finding(holds, name, mean, half)
