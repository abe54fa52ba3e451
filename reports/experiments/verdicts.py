"""What becomes of a report's figure, or of its words, and what shows it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from parity.experiments.results import RunResult
from parity.experiments.setting import Reported
from reports.experiments.statements import Finding, decide
from reports.experiments.statistics import Summary, Verdict, summary, verdict
from reports.experiments.words import word

FRACTIONS = ("accuracy", "gap", "own_gap", "no_effect")
"""Measures of accuracy, which have four decimals."""

COUNTS = ("collapsed", "failed", "learnt")
"""Measures that count seeds."""


def measured(runs: Sequence[RunResult], quantity: str) -> Summary | None:
    """Return the summary of a final figure; ``None`` if no run has it."""
    values = [r.final[quantity] for r in runs if quantity in r.final]
    if not values:
        return None
    return summary(values, [r.final.get("predicted_classes", 0) for r in runs])


def verdict_of(reported: Reported, results: Sequence[RunResult]) -> Verdict:
    """Return what becomes of a report's figure: of its test accuracy, or of its other figure.

    Where it has none but says something that runs can show, this is judged.
    """
    if reported.says:
        return _stated(_findings(reported, results))
    one = of_most_seeds(reported.setting, results)
    if reported.value is not None:
        return verdict(reported.value, measured(one, reported.quantity), reported.decimals)
    return verdict(reported.test, measured(one, "test_accuracy"), reported.decimals)


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
    digits = ".4f" if finding.measure in FRACTIONS else "#.3g"
    compared = finding.measure in ("accuracy", "gap", "mean_loss", "reaches_first")
    value = f"{finding.value:{'+' if compared else ''}{digits}}"
    if finding.measure in COUNTS:
        value = f"{finding.value:g}"
    if math.isfinite(finding.half):
        value += f" ± {finding.half:{'.4f' if digits == '.4f' else '#.2g'}}"
    return word(
        f"evidence_{finding.measure}",
        language,
        value=value,
        n=finding.n,
        low=f"{finding.low:.4f}",
        high=f"{finding.high:.4f}",
    )


def of_most_seeds(setting: str, results: Sequence[RunResult]) -> list[RunResult]:
    """Return a setting's runs in the framework that has most seeds; all are one training."""
    runs = [r for r in results if r.key.setting == setting]
    seeds = Counter(r.key.framework for r in runs)
    most = max(seeds, key=lambda framework: seeds[framework], default="")
    return [r for r in runs if r.key.framework == most]
