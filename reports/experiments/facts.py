"""What an experiment shows, decided by its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from parity.experiments.interval import mean_and_half_width
from parity.experiments.results import RunResult
from parity.experiments.setting import Fact
from reports.experiments.judging.rounding import rounded
from reports.experiments.judging.statistics import Verdict
from reports.experiments.judging.verdicts import of_most_seeds
from reports.experiments.words import WORDS, word


def told(facts: Sequence[Fact], results: Sequence[RunResult], language: str) -> list[str]:
    """Return the lines of Markdown that tell the facts; none without any."""
    if not facts:
        return []
    lines = ["", f"## {word('shown', language)}", "", word("shown_legend", language), ""]
    head = [word(key, language) for key in ("fact", "measured", "verdict")]
    lines += ["| " + " | ".join(head) + " |", "| --- | --- | --- |"]
    for fact in facts:
        mean, half = _measured(fact, results)
        key = f"quantity_{fact.quantity}"
        quantity = word(key, language) if key in WORDS else fact.quantity
        if fact.than:
            quantity = word("difference", language, quantity=quantity)
        value = "–" if math.isnan(mean) else rounded(mean, half, "+" if fact.than else "")
        verdict = word(verdict_on(fact, results), language)
        lines.append(f"| {fact.text[language]} | {quantity}: {value} | **{verdict}** |")
    return lines


def verdict_on(fact: Fact, results: Sequence[RunResult]) -> Verdict:
    """Return whether a fact holds; one seed alone decides nothing.

    Raises:
        ValueError: if it says no limit, or two.
    """
    if (fact.above is None) == (fact.below is None):
        raise ValueError(f"{fact.setting}: a fact says one of above and below.")
    mean, half = _measured(fact, results)
    if math.isnan(mean):
        return "not_run"
    line, sign = (fact.above, 1) if fact.above is not None else (fact.below, -1)
    assert line is not None
    if sign * (mean - line) - half > 0:
        return "holds"
    return "does_not_hold" if sign * (mean - line) + half < 0 else "undecided"


def _measured(fact: Fact, results: Sequence[RunResult]) -> tuple[float, float]:
    """Return the mean of the figure, or of its difference, and half its interval's width.

    The mean is NaN where there are no runs, the half where there is one.
    """
    runs = of_most_seeds(fact.setting, results)
    values = {r.key.seed: r.final[fact.quantity] for r in runs if fact.quantity in r.final}
    if fact.than:
        framework = runs[0].key.framework if runs else ""
        others = {
            r.key.seed: r.final[fact.quantity]
            for r in results
            if (r.key.setting, r.key.framework) == (fact.than, framework)
            and fact.quantity in r.final
        }
        values = {seed: v - others[seed] for seed, v in values.items() if seed in others}
    if not values:
        return math.nan, math.nan
    return mean_and_half_width(list(values.values()))
