"""Judges what was evaluated: every pair of columns, truth, differences, divergences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from parity.describing.concept import FRAMEWORKS, Case, Concept, DrawnCase
from parity.harness.comparing.compare import (
    FAST,
    Finding,
    Yardstick,
    compare,
    compare_fast_form,
    compare_with_differences,
    compare_with_truth,
    contract,
    demonstrate,
)
from parity.harness.evaluate import Collected
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.plan import REFERENCES, Plan

PAIRS = (("numpy", "torch"), ("numpy", "keras"), ("torch", "keras"))


class CaseResults:
    """One case's evaluations in every column, live or recorded."""

    def __init__(self, plan: Plan, concept: Concept, case: DrawnCase, collected: Collected):
        self.plan, self.concept, self.case, self.collected = plan, concept, case, collected
        record = plan.records.get(concept.name)
        self.record = record if (concept.name, case.name) in plan.covered else None
        self.stale = record is not None and self.record is None

    def get(self, framework: str, dtype: str) -> Evaluation | str | None:
        """Return the evaluation; the reason if there is none; ``None`` if it was not asked for."""
        if framework in self.plan.live:
            reply = self.collected.replies.get(
                (framework, self.concept.name, self.case.name, dtype)
            )
            if reply is None:
                failure = self.collected.failures.get(framework)
                return f"{framework} {failure.reason}" if failure else None
            return f"{framework} raised {reply.error}" if reply.error else reply.evaluation
        if framework == "numpy":
            return None
        if self.record is None:
            why = "recorded for another case" if self.stale else "not recorded"
            return f"{framework} is {why}: parity record {self.concept.name}"
        return self.record.evaluations.get((framework, self.case.name, dtype))

    @cached_property
    def yardstick(self) -> Yardstick:
        """The case's yardstick, with the condition recorded or measured."""
        condition: Mapping[str, float] = {}
        if self.record:
            condition = self.record.conditions.get(self.case.name, {})
        else:
            for framework in (*REFERENCES, "numpy"):
                found = self.get(framework, "float64")
                if isinstance(found, Evaluation) and found.condition:
                    condition = found.condition
                    break
        return Yardstick.of(self.case, condition)


def findings_of(plan: Plan, concept: Concept, collected: Collected) -> list[Finding]:
    """Return what was found for every case and divergence of ``concept``."""
    findings: list[Finding] = []
    for case in concept.cases:
        if case.name not in plan.drawn[concept.name]:
            continue
        results = CaseResults(plan, concept, plan.drawn[concept.name][case.name], collected)
        for dtype in plan.dtypes:
            findings += _fast_form(case, results, dtype)
        if "float64" not in case.dtypes:
            findings += _pairs(plan, case, results, "float32") if "float32" in plan.dtypes else []
            continue
        if "float64" in plan.dtypes:
            findings += _double(plan, case, results)
        if "float32" in plan.dtypes:
            findings += _single(plan, case, results)
    for divergence in concept.divergences:
        name = f"{divergence.case}@{divergence.name}"
        results = CaseResults(plan, concept, plan.drawn[concept.name][name], collected)
        left, right = divergence.native
        ours, theirs = results.get(left, divergence.dtype), results.get(right, divergence.dtype)
        if isinstance(ours, Evaluation) and isinstance(theirs, Evaluation):
            findings.append(
                demonstrate(divergence, (left, ours), (right, theirs), results.yardstick)
            )
        else:
            findings += _unevaluated(Case(name), divergence.dtype, left, right, ours, theirs)
    return [finding.of(concept.name) for finding in findings]


def _pairs(plan: Plan, case: Case, results: CaseResults, dtype: str) -> list[Finding]:
    """Compare each pair of columns in one type."""
    findings: list[Finding] = []
    for left, right in PAIRS:
        if "numpy" in (left, right) and "numpy" not in plan.live:
            continue
        if left in case.refused_by or right in case.refused_by:
            continue
        ours, theirs = results.get(left, dtype), results.get(right, dtype)
        if isinstance(ours, Evaluation) and isinstance(theirs, Evaluation):
            yardstick = results.yardstick
            findings += compare(
                case, dtype, (left, ours), (right, theirs), yardstick, results.concept.state
            )
        else:
            findings += _unevaluated(case, dtype, left, right, ours, theirs)
    return findings


def _fast_form(case: Case, results: CaseResults, dtype: str) -> list[Finding]:
    """Compare the concept's fast form, if it has one, with the plain one that was evaluated."""
    reply = results.collected.replies.get(("numpy", results.concept.name, case.name, dtype))
    if reply is None or reply.evaluation is None or not results.concept.fast:
        return []
    if isinstance(reply.fast, Evaluation):
        yardstick = results.yardstick
        return compare_fast_form(case, dtype, reply.fast, reply.evaluation, yardstick)
    return _unevaluated(case, dtype, FAST, "numpy", f"the fast form raised {reply.fast}")


def _double(plan: Plan, case: Case, results: CaseResults) -> list[Finding]:
    findings = [_refusal(case, name, results) for name in case.refused_by if name in plan.live]
    findings += _pairs(plan, case, results, "float64")
    numpy = results.get("numpy", "float64")
    if isinstance(numpy, Evaluation):
        key = ("numpy", results.concept.name, case.name, "float64")
        differences = results.collected.replies[key].differences or {}
        findings += compare_with_differences(case, numpy, differences, results.yardstick)
        findings.append(contract(case, "float64", numpy))
    return findings


def _refusal(case: Case, framework: str, results: CaseResults) -> Finding:
    """Report that a framework refuses the case, as declared."""
    found = results.get(framework, "float64")
    refused = isinstance(found, str) and case.refused_by[framework] in found
    return Finding(
        concept="",
        case=case.name,
        quantity="",
        role="contract",
        dtype="float64",
        left=framework,
        right=framework,
        max_abs_error=None,
        bound=None,
        digits=None,
        verdict="declared" if refused else "differ",
        note=found if isinstance(found, str) else f"{framework} no longer refuses this",
    )


def _single(plan: Plan, case: Case, results: CaseResults) -> list[Finding]:
    findings: list[Finding] = []
    # Who loses small elements is no truth for them, if there is another.
    order = sorted((*REFERENCES, "numpy"), key=lambda name: name in case.loses)
    truths = [results.get(name, "float64") for name in order]
    truth = next((found for found in truths if isinstance(found, Evaluation)), None)
    single = {name: results.get(name, "float32") for name in FRAMEWORKS}
    frameworks = {
        name: found
        for name, found in single.items()
        if name != "numpy" and isinstance(found, Evaluation)
    }
    for name, found in single.items():
        if isinstance(found, Evaluation) and truth is not None:
            findings += compare_with_truth(case, name, found, truth, frameworks, results.yardstick)
            if name == "numpy":
                findings.append(contract(case, "float32", found))
        elif isinstance(found, str) and name in plan.live and name not in case.refused_by:
            findings += _unevaluated(case, "float32", name, "truth", found, None)
    return findings


def _unevaluated(
    case: Case, dtype: str, left: str, right: str, *found: Evaluation | str | None
) -> list[Finding]:
    """Report a comparison that could not be made: a failure differs, an absence is skipped."""
    reasons = [reason for reason in found if isinstance(reason, str)]
    if not reasons:
        return []
    missing_record = all("parity record" in reason for reason in reasons)
    return [
        Finding(
            concept="",
            case=case.name,
            quantity="",
            role="contract",
            dtype=dtype,
            left=left,
            right=right,
            max_abs_error=None,
            bound=None,
            digits=None,
            verdict="skipped" if missing_record else "differ",
            note="; ".join(reasons),
        )
    ]
