"""Where a reported figure lies outside: a search for the nearest setting that would give it.

It is made afterwards, among all settings that were run, so what it finds is a hint at what the
report may have run, and no test of it: among many settings one fits by chance.
"""

from __future__ import annotations

from collections.abc import Sequence

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment, Reported, Setting
from reports.experiments.judging.verdicts import measured, of_both, of_most_seeds

ASPECTS = (
    ("config", "hidden", "network"),
    ("initializer",),
    ("optimizer_config",),
    ("batch",),
    ("iterations",),
    ("form", "frozen", "without_penalty", "taught_penalty"),
)
"""What may be changed; the fields of a group count as one change."""

MOST_CHANGES = 2
WIDEST = 0.25
"""A setting whose single runs spread over more than this gives nearly every figure."""


def fits(
    experiment: Experiment, reported: Reported, results: Sequence[RunResult]
) -> Setting | None:
    """Return the setting that gives the reported figure, with the same optimizer.

    Of those that differ in one or two aspects it is the nearest, and among equals the one whose
    mean lies closest; ``None`` where there is none. It is a hint at what the report may have run.
    """
    own = next(s for s in experiment.settings if s.name == reported.setting)
    if reported.test is None:
        return None
    found: list[tuple[int, float, int, Setting]] = []
    for place, setting in enumerate(experiment.settings):
        changes = _changes(own, setting)
        if not 0 < changes <= MOST_CHANGES or setting.optimizer != own.optimizer:
            continue
        runs = of_most_seeds(setting.name, results)
        ours = measured(runs, "test_accuracy")
        if ours and _gives(reported, runs):
            found.append((changes, abs(ours.mean - reported.test), place, setting))
    return min(found)[-1] if found else None


def _changes(own: Setting, other: Setting) -> int:
    return sum(
        any(getattr(own, name) != getattr(other, name) for name in aspect) for aspect in ASPECTS
    )


def _gives(reported: Reported, runs: Sequence[RunResult]) -> bool:
    found = of_both(reported, runs)
    ours = measured(runs, "test_accuracy")
    if found != "inside" or ours is None:
        return found == "collapse"
    low, high = ours.single_run()
    return high - low <= WIDEST
