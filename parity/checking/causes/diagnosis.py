"""Finds the likely causes of what is wrong, and the smallest case that shows it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from parity.checking.causes.explaining import Explaining
from parity.checking.causes.fingerprints import behaviour
from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.following.lines import IN_PLACE
from parity.checking.causes.order_of_layers import in_forward_order
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.table import wrong_comparisons
from parity.checking.comparing.variations import Referee, Variation
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Cause, Report
from parity.describing.concept import Concept, Text

MOST = 3
"""How many causes are told."""


def diagnose(
    report: Report,
    concept: Concept,
    subject: Subject,
    target: Any,
    counted: Sequence[Judged],
    variation: Variation,
    referee: Referee,
    wrong_variation: Mapping[str, Any],
    progress: Callable[[str], None],
) -> None:
    """Write the causes and the smallest failing example into ``report``."""
    wrong = wrong_comparisons(counted)
    causes: list[Cause] = []
    if wrong_variation and not wrong:
        causes.append(_other_way(wrong_variation))
        report.first_wrong = next((q.quantity for q in report.quantities), None)
    if wrong:
        quantity, found = next(iter(wrong.items()))
        evidence = Evidence(concept, subject, quantity, found, counted, variation, referee)
        explaining = Explaining(evidence)
        causes += explaining.causes()
        if wrong_variation:
            causes.append(_other_way(wrong_variation))
        if not causes and inspect.isclass(target):
            back = getattr(target, "backward", None)
            causes += filter(None, [back and in_forward_order(target, back)])
        if not causes and any(j.trial.stumble for j in counted):
            causes += explain_crash(concept, subject, counted, variation, referee)
        if not causes:
            causes.append(replace(_unknown(evidence), line=explaining.line()))
        from parity.checking.causes.shrink import smallest

        progress("looking for the smallest failing case")
        report.example = smallest(evidence)
    seen = [c.quantity for j in counted for c in j.comparisons]
    if not wrong and not causes and seen:
        first = seen[0]
        evidence = Evidence(concept, subject, first, [], counted, variation, referee)
        changed = behaviour.changed_in_place(evidence)
        if changed:
            causes.append(replace(changed, line=Explaining(evidence).line(IN_PLACE)))
    if not causes and any(j.trial.stumble for j in counted):
        causes += explain_crash(concept, subject, counted, variation, referee)
    report.causes = list({c.name: c for c in reversed(causes[:MOST])}.values())[::-1]


def explain_crash(
    concept: Concept,
    subject: Subject,
    judged: Sequence[Judged],
    variation: Variation,
    referee: Referee,
) -> list[Cause]:
    """Return the change of the code under which it raises no more and is right, if there is one."""
    evidence = Evidence(concept, subject, "", [], judged, variation, referee)
    return Explaining(evidence).of_a_crash()


def _other_way(fixed: Mapping[str, Any]) -> Cause:
    name, value = next(iter(fixed.items()))
    return Cause(
        f"as_if_{name}",
        Text(
            f"The code does what ours does with {name}={value!r}: not what is meant by default.",
            f"{name}={value!r} としたときの動作になっており、標準の定義とは異なる。",
        ),
    )


def _unknown(e: Evidence) -> Cause:
    return Cause(
        "unknown",
        Text(
            f"No known mistake gives these numbers. Start where {e.plain} is computed, with the "
            "smallest case below.",
            f"既知の誤りとは一致しなかった。下の最小の例を使い、{e.plain} を計算する行から調べる"
            "とよい。",
        ),
    )
