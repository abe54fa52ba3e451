"""What becomes of a report's figure, or of its words, and what shows it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from parity.experiments.results import RunResult
from parity.experiments.setting import Reported
from reports.experiments.judging.rounding import rounded
from reports.experiments.judging.statements import Finding, decide
from reports.experiments.judging.statistics import (
    ACCURACY,
    ANY,
    AT_LEAST_0,
    LEVEL,
    Summary,
    Verdict,
    summary,
    verdict,
)
from reports.experiments.words import word

FRACTIONS = ("accuracy", "gap", "own_gap")
"""Measures of accuracy, which have four decimals."""

DIFFERENCES = ("accuracy", "gap", "mean_loss", "reaches_first")
"""Measures of how far two settings differ."""

COUNTS = ("collapsed", "failed", "learnt")
"""Measures that count seeds."""


def measured(runs: Sequence[RunResult], quantity: str) -> Summary | None:
    """Return the summary of a final figure; ``None`` if no run has it."""
    having = [r for r in runs if quantity in r.final]
    if not having:
        return None
    values = [r.final[quantity] for r in having]
    # A loss or a coefficient is the same figure whatever the network answers.
    if not quantity.endswith("accuracy"):
        return summary(values, (), AT_LEAST_0 if quantity.endswith("loss") else ANY)
    return summary(values, [r.final.get("predicted_classes", 0) for r in having], ACCURACY)


def verdict_of(reported: Reported, results: Sequence[RunResult]) -> Verdict:
    """Return what becomes of a report's figure: of its accuracies, or of its other figure.

    Where it has no figure, its words are judged. The reports' figures are of MNIST, so those of
    the digits say nothing about them.
    """
    if reported.says:
        return _stated(_findings(reported, results))
    quantity, figure = judged(reported)
    one = of_most_seeds(reported.setting, results)
    if figure is not None and any(run.key.data == "digits" for run in one):
        return "other_data"
    if quantity == "test_accuracy" and reported.train is not None:
        return of_both(reported, one)
    return verdict(figure, measured(one, quantity), reported.decimals)


def of_both(reported: Reported, runs: Sequence[RunResult]) -> Verdict:
    """Return what becomes of a test accuracy that has its training accuracy beside it.

    It is inside only if both are. That two figures get two chances to lie outside is allowed for:
    each has half of the 5 % (Bonferroni). Where the network collapses, the training accuracy is
    the share of a digit in a batch, and says nothing.
    """
    level = LEVEL if reported.train is None else 1 - (1 - LEVEL) / 2
    test = verdict(reported.test, measured(runs, "test_accuracy"), reported.decimals, level)
    train = measured(runs, "train_accuracy")
    if test not in ("inside", "undecided") or reported.train is None or train is None:
        return test
    both = {test, verdict(reported.train, train, decimals_of(reported.train), level)}
    return "outside" if "outside" in both else "inside" if both == {"inside"} else "undecided"


def decimals_of(train: float) -> int:
    """Return to how many decimals a training accuracy is given: to two, at least."""
    return max(2, len(f"{train:g}".partition(".")[2]))


def judged(reported: Reported) -> tuple[str, float | None]:
    """Return which figure of a run a report is held against, and what it gives for it."""
    if reported.value is not None:
        return reported.quantity, reported.value
    if reported.test is None and reported.train is not None:
        return "train_accuracy", reported.train
    return "test_accuracy", reported.test


def evidence(reported: Reported, results: Sequence[RunResult], language: str) -> str:
    """Return what was measured for a report's words; empty where it has a figure."""
    found = [_evidence(f, language) for f in _findings(reported, results) if f]
    return word("and", language).join(found)


def _findings(reported: Reported, results: Sequence[RunResult]) -> list[Finding | None]:
    own = of_most_seeds(reported.setting, results)
    framework = own[0].key.framework if own else ""
    same = [r for r in results if r.key.framework == framework]
    return [
        decide(statement, own, [r for r in same if r.key.setting == statement.than])
        for statement in reported.says
    ]


def _stated(found: Sequence[Finding | None]) -> Verdict:
    """Return the verdict of statements that must all hold."""
    if any(finding is None for finding in found):
        return "not_run"
    hold = [finding.holds for finding in found if finding]
    if False in hold:
        return "does_not_hold"
    return "undecided" if None in hold else "holds"


def _evidence(finding: Finding, language: str) -> str:
    sign = "+" if finding.measure in DIFFERENCES else ""
    if finding.measure in FRACTIONS:
        value = f"{finding.value:{sign}.4f}"
        value += f" ± {finding.half:.4f}" if math.isfinite(finding.half) else ""
    elif finding.measure in COUNTS:
        value = f"{finding.value:g}"
    else:
        value = rounded(finding.value, finding.half, sign)
    return word(
        f"evidence_{finding.measure}",
        language,
        value=value,
        n=finding.n,
    )


def of_most_seeds(setting: str, results: Sequence[RunResult]) -> list[RunResult]:
    """Return a setting's runs in the framework that has most seeds; all are one training."""
    runs = [r for r in results if r.key.setting == setting]
    seeds = Counter(r.key.framework for r in runs)
    most = max(seeds, key=lambda framework: seeds[framework], default="")
    return [r for r in runs if r.key.framework == most]
