"""A run: plan it, have every framework evaluate, judge, and keep the findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from parity.describing.concept import FRAMEWORKS, Concept
from parity.harness import environment
from parity.harness.comparing.compare import Finding
from parity.harness.evaluate import Collected, Progress, evaluate
from parity.harness.identities import identity_findings
from parity.harness.judge import findings_of
from parity.harness.plan import DTYPES, Plan, make_plan
from parity.harness.registry import all_concepts
from parity.harness.results import Column, Results


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
    todo = plan.jobs()
    found: dict[str, list[Finding]] = {}

    def judge(collected: Collected, name: str) -> None:
        # While others evaluate: at the end one core alone would be at work.
        found[name] = _everything_found(plan, all_concepts()[name], collected)

    collected = evaluate(todo, jobs, progress, judge, **limits)
    finished = plan.concepts
    if collected.interrupted:
        finished = [c for c in plan.concepts if collected.finished(todo, c)]
    for concept in finished:
        if concept.name not in found:
            judge(collected, concept.name)
    return Results(
        findings=[finding for concept in finished for finding in found[concept.name]],
        environment=environment.versions(),
        columns=_columns(plan, collected),
        concepts=[summary_of(concept) for concept in finished],
        interrupted=collected.interrupted,
    )


def _everything_found(plan: Plan, concept: Concept, collected: Collected) -> list[Finding]:
    found = findings_of(plan, concept, collected)
    if "numpy" in plan.live and "numpy" not in collected.failures:
        found += identity_findings([concept])
    return found


def _columns(plan: Plan, collected: Collected) -> list[Column]:
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
        "identities": [
            {
                "name": identity.name,
                "sibling": identity.sibling,
                "text": {"en": identity.text.en, "ja": identity.text.ja},
            }
            for identity in concept.identities
        ],
    }
