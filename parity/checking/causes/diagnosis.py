"""Finds the likely causes of what is wrong, and the smallest case that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from parity.checking.causes.blame import IN_PLACE, likeness, line_to_look_at
from parity.checking.causes.fingerprints import (
    arguments,
    arithmetic,
    arrangement,
    behaviour,
    elements,
    precision,
    relations,
    steps,
    wrong_point,
)
from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.fingerprints.listed import listed_mistakes
from parity.checking.comparing.excuses import Judged
from parity.checking.comparing.table import wrong_comparisons
from parity.checking.comparing.variations import Referee, Variation
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Cause, Report
from parity.describing.concept import Concept, Text

Fingerprint = Callable[[Evidence], Cause | None]

CERTAIN: tuple[Fingerprint, ...] = (
    behaviour.state_kept,
    behaviour.odd_result,
    behaviour.global_random,
    behaviour.state_of_the_class,
    relations.few_draws,
)
"""What is seen directly: it comes first."""

EXACT: tuple[Fingerprint, ...] = (
    arithmetic.zero_gradient,
    precision.float32,
    precision.overflow,
    arithmetic.constant_factor,
    arrangement.transposed,
    arrangement.permuted,
    relations.mask_missing,
    relations.running_statistic,
    wrong_point.other_mode,
    wrong_point.derivative_at_output,
    arithmetic.missing_factor,
    arithmetic.missing_term,
    arithmetic.scaled_term,
    arguments.another_axis,
    elements.mirrored,
    arguments.swapped,
    arguments.gates,
    arguments.settings,
    relations.targets_exchanged,
    relations.rearranged_parameters,
    wrong_point.another_concept,
    relations.function_on_top,
    relations.overlaps,
    steps.first_update,
    steps.one_state_for_all,
    arrangement.wrong_shape,
    arithmetic.factor_by_row,
    elements.where_wrong,
)
"""What explains every number, behind the listed mistakes."""

VAGUE: tuple[Fingerprint, ...] = (
    precision.epsilon_place,
    arithmetic.same_for_all,
    relations.only_with_argument,
)
"""What explains the size of the error only."""

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
        told = _causes_apart(evidence)
        # Of listed mistakes with equal numbers, the one whose line is most like the user's.
        told = _by_likeness(told, lambda w: likeness(subject, target, found[0].role, w))
        for cause, hint in told:
            line = line_to_look_at(subject, target, quantity, found[0].role, hint)
            causes.append(replace(cause, line=line))
        if wrong_variation:
            causes.append(_other_way(wrong_variation))
        if not causes:
            line = line_to_look_at(subject, target, quantity, found[0].role)
            causes.append(replace(_unknown(evidence), line=line))
        from parity.checking.causes.shrink import smallest

        progress("looking for the smallest failing case")
        report.example = smallest(evidence)
    seen = [c.quantity for j in counted for c in j.comparisons]
    if not wrong and not causes and seen:
        first = seen[0]
        evidence = Evidence(concept, subject, first, [], counted, variation, referee)
        changed = behaviour.changed_in_place(evidence)
        if changed:
            line = line_to_look_at(subject, target, first, "forward", IN_PLACE)
            causes.append(replace(changed, line=line))
    report.causes = list({c.name: c for c in reversed(causes[:MOST])}.values())[::-1]


def _by_likeness(
    told: list[tuple[Cause, str]], alike: Callable[[str], float]
) -> list[tuple[Cause, str]]:
    """Return the causes, the listed mistakes among them in another order, in their places."""
    places = [i for i, (_, wrong) in enumerate(told) if wrong and wrong != IN_PLACE]
    ordered = sorted((told[i] for i in places), key=lambda c: -alike(c[1]))
    told = list(told)
    for place, cause in zip(places, ordered, strict=True):
        told[place] = cause
    return told


def _causes_apart(e: Evidence) -> list[tuple[Cause, str]]:
    """Return the causes; where some cases overflow and others are wrong, those of both."""
    whole = _causes(e)
    finite = e.numbers
    if whole or not finite or len(finite) == len(e.wrong):
        return whole
    rest = [c for c in e.wrong if c not in finite]
    apart = _causes(replace(e, wrong=finite))
    overflow = precision.overflow(replace(e, wrong=rest))
    return [*apart, *([(overflow, "")] if overflow else [])]


def _causes(e: Evidence) -> list[tuple[Cause, str]]:
    """Return the causes, the likeliest first, each with the wrong line that is known for it."""
    found = [(cause, "") for look in CERTAIN if (cause := look(e))]
    listed = list(listed_mistakes(e))
    found += [(cause, mistake.wrong) for mistake, cause in listed]
    if not found or listed:
        exact = [(cause, "") for look in EXACT if (cause := look(e))]
        found += exact[:2]
    looks = (behaviour.changed_in_place, behaviour.output_changed)
    changed = [(c, IN_PLACE) for look in looks if (c := look(e))]
    found = found + changed if found else changed
    if not found:
        found = [(cause, "") for look in VAGUE if (cause := look(e))]
    return found


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
