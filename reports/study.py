"""Gathers what was measured about one concept: from an earlier run, or now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parity.describing.concept import Concept
from parity.harness import recorded_references
from parity.harness.against_records import judge, judge_fast_form
from parity.harness.evaluators.subject import implementation
from parity.harness.identities import identity_findings
from parity.questions.bank import Question, questions
from parity.questions.measuring import measure
from parity.questions.wrong_lines import FILE, WrongLine, WrongLines

REPORT = Path("parity-report")
"""Where ``parity run`` and ``parity site`` leave their results, unless told otherwise."""


@dataclass(frozen=True)
class Study:
    """What was measured about one concept.

    Attributes:
        findings: as in ``results.json``.
        wrong_lines: what each wrong line breaks.
        questions: made from them.
        results: the environment and the date of the findings.
    """

    findings: Sequence[dict[str, Any]]
    wrong_lines: Sequence[WrongLine]
    questions: Sequence[Question]
    results: dict[str, Any]


def study(concept: Concept, folder: Path = REPORT) -> Study:
    """Return the study of ``concept``.

    The findings are those of the last run if it left any in ``folder``; else NumPy is compared
    with the recorded references, in this process and in float64. A concept that nobody has
    recorded yet has its listed mistakes, but not what they break, and no questions.
    """
    results = _last_run(folder / "results.json")
    findings = [f for f in results.get("findings", ()) if f["concept"] == concept.name]
    record = recorded_references.load(concept)
    if not findings:
        found = identity_findings([concept])
        if record is not None:
            ours = implementation("numpy", concept)
            found += judge(concept, ours, record, with_differences=True)
            found += judge_fast_form(concept, record)
        findings = [asdict(finding) for finding in found]
    if record is None:
        return Study(findings, _unmeasured(concept), (), results)
    wrong_lines = measure([concept], WrongLines.load(folder / FILE))
    asked = questions(concept, wrong_lines)
    return Study(findings, wrong_lines.of(concept.name), asked, results)


def _unmeasured(concept: Concept) -> tuple[WrongLine, ...]:
    return tuple(
        WrongLine(concept.name, m.name, m.line, m.wrong, True, m.why, (), (), "", m.form)
        for m in concept.mistakes
    )


def _last_run(path: Path) -> dict[str, Any]:
    """Return ``results.json``, or nothing if it is not there or not readable."""
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        return results if isinstance(results.get("findings"), list) else {}
    except (OSError, ValueError, AttributeError):
        return {}
