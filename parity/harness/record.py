"""Refreshes the recorded references from the live frameworks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parity.describing.concept import Concept
from parity.errors import ReaderError
from parity.harness import environment, recorded_references
from parity.harness.comparing.compare import Yardstick, compare
from parity.harness.evaluate import Progress
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.plan import REFERENCES, Plan, make_plan
from parity.harness.processes.workers import Failure, Started, run_jobs
from parity.harness.recorded_references import Record, digest, thinned


class RecordingError(ReaderError):
    """A framework could not evaluate a case, so nothing was recorded for its concept."""


def record(
    concepts: Iterable[str] = (), jobs: int | None = None, progress: Progress | None = None
) -> list[str]:
    """Evaluate concepts in PyTorch and Keras, and keep the results in the package.

    Returns:
        The names of the concepts that were recorded.

    Raises:
        MissingFrameworkError: if a framework is not installed.
        RecordingError: if one fails; concepts recorded before stay recorded.
    """
    plan, records = evaluate_live(concepts, jobs, progress)
    for concept in plan.concepts:
        recorded_references.save(concept, records[concept.name])
    return [concept.name for concept in plan.concepts]


def stale(
    concepts: Iterable[str] = (), jobs: int | None = None, progress: Progress | None = None
) -> list[str]:
    """Return a line for each recorded quantity that the live frameworks no longer give."""
    plan, records = evaluate_live(concepts, jobs, progress)
    lines = []
    for concept in plan.concepts:
        kept = recorded_references.load(concept)
        if kept is None:
            lines.append(f"{concept.name} is not recorded")
            continue
        for name, case in plan.drawn[concept.name].items():
            if not kept.covers(case):
                lines.append(f"{concept.name}, {name}: the case has changed since it was recorded")
                continue
            lines += _differences(plan, kept, records[concept.name], concept, name)
    return lines


def _is_refusal(concept: Concept, framework: str, case: str, error: str) -> bool:
    expected = concept.case(case.split("@")[0]).refused_by.get(framework)
    return expected is not None and expected in error


def _differences(plan: Plan, kept: Record, live: Record, concept: Concept, name: str) -> list[str]:
    drawn, case = plan.drawn[concept.name][name], concept.case(name.split("@")[0])
    case = replace(case, loses={})  # each is compared with itself
    yardstick = Yardstick.of(drawn, kept.conditions.get(name, {}))
    lines = []
    for (framework, of_case, dtype), now in thinned(concept, live.evaluations).items():
        if of_case != name:
            continue
        then = kept.evaluations.get((framework, name, dtype))
        if then is None:
            lines.append(f"{concept.name}, {name}: {framework} in {dtype} is not recorded")
            continue
        found = compare(case, dtype, (framework, now), (f"{framework} recorded", then), yardstick)
        lines += [
            f"{concept.name}, {name}, {f.quantity} in {dtype}: {framework} now gives another value "
            f"({f.note or f.max_abs_error})"
            for f in found
            if f.verdict == "differ"
        ]
    return lines


def evaluate_live(
    concepts: Iterable[str], jobs: int | None, progress: Progress | None
) -> tuple[Plan, dict[str, Record]]:
    """Evaluate every case of ``concepts`` in the live frameworks."""
    plan = make_plan(concepts, REFERENCES, use_records=False)
    todo = plan.jobs()
    total = sum(len(own) for own in todo.values())
    by_name = {concept.name: concept for concept in plan.concepts}
    records = {name: Record() for name in by_name}
    done = 0
    for event in run_jobs(todo, jobs):
        if isinstance(event, Failure):
            raise RecordingError(f"{event.framework} {event.reason}")
        if isinstance(event, Started):
            continue
        framework, reply = event
        concept, case, dtype = reply.key
        if reply.error:
            if _is_refusal(by_name[concept], framework, case, reply.error):
                continue
            raise RecordingError(
                f"{framework} failed on {concept}, case {case}, {dtype}: {reply.error}\n"
                f"{reply.trace}"
            )
        kept = records[concept]
        kept.versions[framework] = environment.framework_version(framework)
        if case not in kept.digests:
            kept.digests[case] = digest(plan.drawn[concept][case])
        evaluation: Evaluation = reply.evaluation
        if evaluation.condition:
            kept.conditions[case] = evaluation.condition
        kept.evaluations[(framework, case, dtype)] = evaluation
        done += 1
        if progress:
            progress(done, total, f"{framework}: {concept}")
    for kept in records.values():
        # Replies come in any order; the file must not depend on it.
        kept.evaluations = dict(sorted(kept.evaluations.items()))
        kept.versions = dict(sorted(kept.versions.items()))
        kept.conditions = dict(sorted(kept.conditions.items()))
        kept.digests = dict(sorted(kept.digests.items()))
    return plan, records
