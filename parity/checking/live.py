"""Computes the references now, in the frameworks that are installed: ``--live``."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from parity.describing.concept import Text
from parity.errors import ReaderError
from parity.harness import environment
from parity.harness.plan import REFERENCES, MissingFrameworkError, Plan, make_plan
from parity.harness.processes.workers import Failure, Started, run_jobs
from parity.harness.recorded_references import Record, digest

NAMES = {"torch": "PyTorch", "keras": "Keras"}


class LiveError(ReaderError):
    """A framework could not compute the references."""


@dataclass(frozen=True)
class Live:
    """References that were computed now.

    Attributes:
        records: by concept.
        remark: which framework is missing; ``None`` if none is.
    """

    records: dict[str, Record]
    remark: Text | None

    def pickled(self) -> dict[str, bytes]:
        """Return the records as another process takes them."""
        return {name: pickle.dumps(record) for name, record in self.records.items()}


def evaluate(concepts: Iterable[str], progress: Callable[[str], None] = lambda what: None) -> Live:
    """Evaluate every case of ``concepts`` in float64, with its condition.

    Args:
        concepts: their names.
        progress: told what was computed last.

    Raises:
        MissingFrameworkError: if no framework is installed.
        LiveError: if one fails.
    """
    installed = [name for name in REFERENCES if environment.installed(name)]
    if not installed:
        raise MissingFrameworkError(
            "Neither PyTorch nor Keras is installed here, so --live has nothing to compare with: "
            f"{environment.how_to_install('all')}. Without --live, the recorded references serve."
        )
    plan = make_plan(list(dict.fromkeys(concepts)), installed, ("float64",), use_records=False)
    records = {concept.name: Record() for concept in plan.concepts}
    for event in run_jobs(plan.jobs()):
        if isinstance(event, Failure):
            raise LiveError(f"{event.framework} {event.reason}")
        if isinstance(event, Started):
            continue
        framework, reply = event
        name, case, dtype = reply.key
        progress(f"{NAMES[framework]}: {name}, case {case}")
        if reply.error:
            if _declared(plan, name, framework, case):
                continue
            raise LiveError(f"{framework} failed on {name}, case {case}: {reply.error}")
        record = records[name]
        record.versions[framework] = environment.framework_version(framework)
        record.digests[case] = digest(plan.drawn[name][case])
        record.evaluations[(framework, case, dtype)] = reply.evaluation
        if reply.evaluation.condition:
            record.conditions[case] = reply.evaluation.condition
    return Live(records, _remark(installed))


def _declared(plan: Plan, name: str, framework: str, case: str) -> bool:
    """Tell whether the framework refuses the case, as the concept says."""
    concept = next(concept for concept in plan.concepts if concept.name == name)
    return framework in concept.case(case.partition("@")[0]).refused_by


def _remark(installed: list[str]) -> Text | None:
    missing = [name for name in REFERENCES if name not in installed]
    if not missing:
        return None
    (absent,) = missing
    (present,) = installed
    return Text(
        f"{NAMES[absent]} is not installed here, so only {NAMES[present]} was asked.",
        f"{NAMES[absent]} が入っていないので、{NAMES[present]} だけと比較した。",
    )
