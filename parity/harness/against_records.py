"""Judges a NumPy implementation against the recorded references, in this process.

This is what shows that the harness sees: an implementation with a mistake must be found out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from parity.describing.concept import Case, Concept, DrawnCase, draw_case
from parity.harness.comparing.compare import (
    Finding,
    Yardstick,
    compare,
    compare_fast_form,
    compare_with_differences,
    contract,
)
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.promises import broken_promises
from parity.harness.recorded_references import Record


def judge(
    concept: Concept,
    implementation: Any,
    record: Record,
    with_differences: bool = False,
    with_promises: bool = False,
) -> list[Finding]:
    """Return the float64 findings of ``implementation`` on every case of ``concept``.

    Args:
        concept: what is implemented.
        implementation: a class or function with the protocol of our own.
        record: the recorded references.
        with_differences: whether gradients are also compared with finite differences.
        with_promises: whether what every implementation keeps besides its numbers is tried too.

    An exception on a case is a finding too: ``differ``, with the error as its note.
    """
    findings: list[Finding] = []
    for case in concept.cases:
        if case.on_request:
            continue
        findings += _judge_case(
            concept, case, implementation, record, with_differences, with_promises
        )
    return [finding.of(concept.name) for finding in findings]


def differs(concept: Concept, implementation: Any, record: Record) -> bool:
    """Tell whether ``implementation`` differs on any case; nothing is tried after the first."""
    return any(
        finding.verdict == "differ"
        for case in concept.cases
        if not case.on_request
        for finding in _judge_case(concept, case, implementation, record, False, False)
    )


def judge_fast_form(concept: Concept, record: Record) -> list[Finding]:
    """Return the float64 findings of the concept's fast form, if any, against the plain one."""
    findings: list[Finding] = []
    for case in concept.cases if concept.fast else ():
        if not case.on_request:
            drawn, yardstick = _drawn(concept, case, record)
            plain = numpy_evaluator.evaluate(drawn, "float64")
            fast = numpy_evaluator.evaluate_fast_form(drawn, "float64")
            findings += compare_fast_form(case, "float64", fast, plain, yardstick)
    return [finding.of(concept.name) for finding in findings]


def _drawn(concept: Concept, case: Case, record: Record) -> tuple[DrawnCase, Yardstick]:
    """Return a case as it is drawn, and what its numbers are measured with.

    Those of the last concept are kept, since one implementation after the other is judged by them.
    None changes them: each evaluation takes copies.
    """
    if _kept.concept is not concept or _kept.record is not record:
        _kept.concept, _kept.record, _kept.cases = concept, record, {}
    before, found = _kept.cases.get(case.name, (None, None))
    if found is None or before is not case:
        drawn = draw_case(concept, case)
        found = drawn, Yardstick.of(drawn, record.conditions.get(case.name, {}))
        _kept.cases[case.name] = case, found
    return found


@dataclass
class _Kept:
    """The drawn cases of one concept."""

    concept: Concept | None = None
    record: Record | None = None
    cases: dict[str, tuple[Case, tuple[DrawnCase, Yardstick]]] = field(default_factory=dict)


_kept = _Kept()


def _judge_case(
    concept: Concept,
    case: Case,
    implementation: Any,
    record: Record,
    with_differences: bool,
    with_promises: bool,
) -> list[Finding]:
    drawn, yardstick = _drawn(concept, case, record)
    try:
        ours = numpy_evaluator.evaluate(drawn, "float64", implementation)
        differences = (
            numpy_evaluator.gradients_by_differences(drawn, ours, implementation)
            if with_differences
            else {}
        )
        if with_promises:
            ours.broken = broken_promises(drawn, implementation)
    except Exception as error:
        note = f"{type(error).__name__}: {error}"
        return [
            Finding(
                "", case.name, "", "contract", "float64", "numpy", "", None, None, None,
                "differ", note,
            )
        ]  # fmt: skip
    findings = [contract(case, "float64", ours)]
    for framework in ("torch", "keras"):
        theirs = record.evaluations.get((framework, case.name, "float64"))
        if theirs:
            findings += compare(
                case, "float64", ("numpy", ours), (framework, theirs), yardstick, concept.state
            )
    return findings + compare_with_differences(case, ours, differences, yardstick)
