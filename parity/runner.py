"""A run: draw the cases, have every framework evaluate them, compare, and keep the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parity import environment, recorded_references
from parity.compare import (
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
from parity.concept import FRAMEWORKS, Case, Concept, DrawnCase, draw_case
from parity.errors import ReaderError
from parity.evaluation import Evaluation
from parity.messages import Job, Reply
from parity.recorded_references import Record
from parity.registry import find, told_current_name
from parity.results import Column, Results
from parity.workers import Failure, Started, run_jobs

DTYPES = ("float64", "float32")
REFERENCES = ("torch", "keras")
PAIRS = (("numpy", "torch"), ("numpy", "keras"), ("torch", "keras"))

Progress = Callable[[int, int, str], None]
"""Called with (evaluations done, evaluations in all, what was done last)."""


class MissingFrameworkError(ReaderError):
    """A framework was asked for that is not installed; the message says how to install it."""


class BadArgumentError(ReaderError):
    """An argument of a run that has no meaning; the message lists what has."""


@dataclass
class Plan:
    """What a run evaluates.

    Attributes:
        concepts: in the order of the course.
        dtypes: the types.
        live: the frameworks that evaluate now.
        records: by concept, what was recorded.
        drawn: by concept and case, the drawn cases, divergences' own among them.
        covered: (concept, case) for each case that was recorded as it is drawn now.
    """

    concepts: list[Concept]
    dtypes: tuple[str, ...]
    live: tuple[str, ...]
    records: dict[str, Record]
    drawn: dict[str, dict[str, DrawnCase]]
    covered: set[tuple[str, str]]

    def jobs(self) -> dict[str, list[Job]]:
        """Return the jobs of every live framework, in the order of the concepts."""
        by_framework: dict[str, list[Job]] = {name: [] for name in self.live}
        for framework, concept, case, dtype in self._evaluations():
            drawn = self.drawn[concept.name][case]
            by_framework[framework].append(
                Job(
                    drawn,
                    dtype,
                    with_condition=dtype == "float64"
                    and framework == self._conditioner(concept, drawn),
                    with_differences=framework == "numpy"
                    and dtype == "float64"
                    and "@" not in case,
                    with_fast_form=framework == "numpy" and bool(concept.fast) and "@" not in case,
                )
            )
        return by_framework

    def _evaluations(self) -> Iterable[tuple[str, Concept, str, str]]:
        for framework in self.live:
            for concept in self.concepts:
                for name, case in self.drawn[concept.name].items():
                    involved = self._involved(concept, name)
                    for dtype in self._dtypes_of(concept, case, name):
                        if framework in involved:
                            yield framework, concept, name, dtype

    def _dtypes_of(self, concept: Concept, case: DrawnCase, name: str) -> tuple[str, ...]:
        if "@" in name:
            return (divergence_of(concept, name).dtype,)
        # A float32 result is judged against the float64 truth, so that is needed too.
        wanted = ("float64", *self.dtypes)
        return tuple(d for d in DTYPES if d in wanted and d in concept.case(name).dtypes)

    def _involved(self, concept: Concept, name: str) -> tuple[str, ...]:
        return tuple(divergence_of(concept, name).native) if "@" in name else FRAMEWORKS

    def _conditioner(self, concept: Concept, case: DrawnCase) -> str:
        """Return the framework that measures the case's condition: none if it is recorded."""
        if (concept.name, case.name) in self.covered:
            return ""
        refused = concept.case(case.name.split("@")[0]).refused_by
        able = [
            f for f in self._involved(concept, case.name) if f in self.live and f not in refused
        ]
        return next((f for f in (*REFERENCES, "numpy") if f in able), "")


def divergence_of(concept: Concept, case_name: str) -> Any:
    """Return the divergence that the case ``CASE@NAME`` demonstrates."""
    name = case_name.split("@")[1]
    return next(d for d in concept.divergences if d.name == name)


def drawn_cases(concept: Concept, on_request: bool = False) -> dict[str, DrawnCase]:
    """Draw the cases of ``concept``, and those that demonstrate its divergences.

    Large cases are drawn only ``on_request``.
    """
    chosen = [case for case in concept.cases if on_request or not case.on_request]
    drawn = {case.name: draw_case(concept, case) for case in chosen}
    for divergence in concept.divergences:
        name = f"{divergence.case}@{divergence.name}"
        native = {side: dict(config) for side, config in divergence.native.items()}
        drawn[name] = replace(drawn[divergence.case], name=name, config_for=native)
    return drawn


def choose_live(asked: Sequence[str] | None) -> tuple[str, ...]:
    """Return the frameworks that evaluate now: those asked for, or all that are installed.

    Raises:
        BadArgumentError: for a name that is no framework's.
        MissingFrameworkError: for one that is asked for and not installed.
    """
    if asked is None:
        return tuple(name for name in FRAMEWORKS if environment.installed(name))
    for name in asked:
        if name not in FRAMEWORKS:
            raise BadArgumentError(f"{name!r} is no framework; there are {', '.join(FRAMEWORKS)}.")
        if not environment.installed(name):
            raise MissingFrameworkError(
                f"{name} is not installed here: {environment.how_to_install(name)}"
            )
    return tuple(name for name in FRAMEWORKS if name in asked)


def make_plan(
    concepts: Iterable[str] = (),
    frameworks: Sequence[str] | None = None,
    dtypes: Sequence[str] = DTYPES,
    use_records: bool = True,
) -> Plan:
    """Decide what a run evaluates; see :func:`run` for the arguments."""
    for dtype in dtypes:
        if dtype not in DTYPES:
            raise BadArgumentError(f"{dtype!r} is no type of a run; there are {', '.join(DTYPES)}.")
    concepts = [told_current_name(name) for name in concepts]
    chosen = find(concepts)
    live = choose_live(frameworks)
    records: dict[str, Record] = {}
    if use_records:
        for concept in chosen:
            record = recorded_references.load(concept)
            if record:
                records[concept.name] = record
    drawn = {
        concept.name: drawn_cases(concept, use_records and concept.name in concepts)
        for concept in chosen
    }
    covered = {
        (name, case.name)
        for name, record in records.items()
        for case in drawn[name].values()
        if record.covers(case)
    }
    return Plan(chosen, tuple(d for d in DTYPES if d in dtypes), live, records, drawn, covered)


def run(
    concepts: Iterable[str] = (),
    frameworks: Sequence[str] | None = None,
    dtypes: Sequence[str] = DTYPES,
    jobs: int | None = None,
    progress: Progress | None = None,
    **limits: Any,
) -> Results:
    """Evaluate concepts in every framework and compare the results.

    Args:
        concepts: names of concepts or groups; all if none are given.
        frameworks: who evaluates now, of ``numpy``, ``torch`` and ``keras``; all that are
            installed if ``None``. The others' results come from the recorded references.
        dtypes: ``float64`` for the verdict, ``float32`` to see how much single precision costs.
        jobs: how many processes run at once; one for each core if ``None``.
        progress: told once before the first evaluation, and after each.
        limits: ``start_timeout`` and ``job_timeout`` in seconds.

    Returns:
        The results; :attr:`Results.passed` says whether everything agrees. After Ctrl-C they hold
        the concepts that were finished, and :attr:`Results.interrupted` is set.

    Raises:
        UnknownConceptError, MissingFrameworkError, BadArgumentError, DamagedRecordError: with a
            message for the reader.
    """
    plan = make_plan(concepts, frameworks, dtypes)
    collected = _Collected()
    interrupted = False
    todo = plan.jobs()
    total = sum(len(own) for own in todo.values())
    events = run_jobs(todo, jobs, **limits)
    if progress:
        progress(0, total, "")
    try:
        for event in events:
            if isinstance(event, Failure):
                collected.failures[event.framework] = event
            elif not isinstance(event, Started):
                framework, reply = event
                collected.add(framework, reply)
                if progress:
                    progress(len(collected.replies), total, f"{framework}: {reply.key[0]}")
    except KeyboardInterrupt:
        interrupted = True
    finally:
        events.close()  # type: ignore[attr-defined]
    concepts_done = plan.concepts
    if interrupted:
        concepts_done = [c for c in plan.concepts if collected.finished(todo, c)]
    findings = [
        finding for concept in concepts_done for finding in _findings(plan, concept, collected)
    ]
    return Results(
        findings=findings,
        environment=environment.versions(),
        columns=_columns(plan, collected),
        concepts=[summary_of(concept) for concept in concepts_done],
        interrupted=interrupted,
    )


@dataclass
class _Collected:
    """What came back so far."""

    replies: dict[tuple[str, str, str, str], Reply] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)

    def add(self, framework: str, reply: Reply) -> None:
        self.replies[(framework, *reply.key)] = reply

    def finished(self, todo: Mapping[str, Sequence[Job]], concept: Concept) -> bool:
        return all(
            (framework, *job.key) in self.replies
            for framework, own in todo.items()
            if framework not in self.failures
            for job in own
            if job.case.concept == concept.name
        )


def _columns(plan: Plan, collected: _Collected) -> list[Column]:
    columns = []
    for framework in FRAMEWORKS:
        failure = collected.failures.get(framework)
        if failure:
            columns.append(Column(framework, "failed", failure.reason))
        elif framework in plan.live:
            columns.append(Column(framework, "live", environment.framework_version(framework)))
        elif framework != "numpy":
            versions = {
                record.versions[framework]
                for record in plan.records.values()
                if framework in record.versions
            }
            state = "recorded" if versions else "absent"
            columns.append(Column(framework, state, ", ".join(sorted(versions))))
        else:
            columns.append(Column(framework, "absent", "not asked for"))
    return columns


class _CaseResults:
    """One case's evaluations in every column, live or recorded."""

    def __init__(self, plan: Plan, concept: Concept, case: DrawnCase, collected: _Collected):
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

    def yardstick(self) -> Yardstick:
        """Return the case's yardstick, with the condition recorded or measured."""
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


def _findings(plan: Plan, concept: Concept, collected: _Collected) -> list[Finding]:
    findings: list[Finding] = []
    for case in concept.cases:
        if case.name not in plan.drawn[concept.name]:
            continue
        results = _CaseResults(plan, concept, plan.drawn[concept.name][case.name], collected)
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
        results = _CaseResults(plan, concept, plan.drawn[concept.name][name], collected)
        left, right = divergence.native
        ours, theirs = results.get(left, divergence.dtype), results.get(right, divergence.dtype)
        if isinstance(ours, Evaluation) and isinstance(theirs, Evaluation):
            findings.append(
                demonstrate(divergence, (left, ours), (right, theirs), results.yardstick())
            )
        else:
            findings += _unevaluated(Case(name), divergence.dtype, left, right, ours, theirs)
    return [replace(finding, concept=concept.name) for finding in findings]


def _pairs(plan: Plan, case: Case, results: _CaseResults, dtype: str) -> list[Finding]:
    """Compare each pair of columns in one type."""
    findings: list[Finding] = []
    for left, right in PAIRS:
        if "numpy" in (left, right) and "numpy" not in plan.live:
            continue
        if left in case.refused_by or right in case.refused_by:
            continue
        ours, theirs = results.get(left, dtype), results.get(right, dtype)
        if isinstance(ours, Evaluation) and isinstance(theirs, Evaluation):
            yardstick = results.yardstick()
            findings += compare(case, dtype, (left, ours), (right, theirs), yardstick)
        else:
            findings += _unevaluated(case, dtype, left, right, ours, theirs)
    return findings


def _fast_form(case: Case, results: _CaseResults, dtype: str) -> list[Finding]:
    """Compare the concept's fast form, if it has one, with the plain one that was evaluated."""
    reply = results.collected.replies.get(("numpy", results.concept.name, case.name, dtype))
    if reply is None or reply.evaluation is None or not results.concept.fast:
        return []
    if isinstance(reply.fast, Evaluation):
        yardstick = results.yardstick()
        return compare_fast_form(case, dtype, reply.fast, reply.evaluation, yardstick)
    return _unevaluated(case, dtype, FAST, "numpy", f"the fast form raised {reply.fast}")


def _double(plan: Plan, case: Case, results: _CaseResults) -> list[Finding]:
    findings = [_refusal(case, name, results) for name in case.refused_by if name in plan.live]
    findings += _pairs(plan, case, results, "float64")
    numpy = results.get("numpy", "float64")
    if isinstance(numpy, Evaluation):
        key = ("numpy", results.concept.name, case.name, "float64")
        differences = results.collected.replies[key].differences or {}
        findings += compare_with_differences(case, numpy, differences, results.yardstick())
        findings.append(contract(case, "float64", numpy))
    return findings


def _refusal(case: Case, framework: str, results: _CaseResults) -> Finding:
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


def _single(plan: Plan, case: Case, results: _CaseResults) -> list[Finding]:
    findings: list[Finding] = []
    truths = [results.get(name, "float64") for name in (*REFERENCES, "numpy")]
    truth = next((found for found in truths if isinstance(found, Evaluation)), None)
    single = {name: results.get(name, "float32") for name in FRAMEWORKS}
    frameworks = {
        name: found
        for name, found in single.items()
        if name != "numpy" and isinstance(found, Evaluation)
    }
    for name, found in single.items():
        if isinstance(found, Evaluation) and truth is not None:
            findings += compare_with_truth(
                case, name, found, truth, frameworks, results.yardstick()
            )
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


def summary_of(concept: Concept) -> dict[str, Any]:
    """Return what a report says about ``concept`` besides its findings."""
    return {
        "name": concept.name,
        "group": concept.group,
        "title": {"en": concept.title.en, "ja": concept.title.ja},
        "divergences": [
            {
                "name": d.name,
                "between": list(d.native),
                "summary": {"en": d.summary.en, "ja": d.summary.ja},
                "reconciled": {"en": d.reconciled.en, "ja": d.reconciled.ja},
                "irreducible": d.irreducible,
                "source": d.source,
                "case": f"{d.case}@{d.name}",
            }
            for d in concept.divergences
        ],
    }
