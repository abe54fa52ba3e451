"""What a run evaluates: cases, types and frameworks, and what is taken from the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parity.describing.concept import FRAMEWORKS, Concept, DrawnCase, draw_case
from parity.errors import ReaderError
from parity.harness import environment, recorded_references
from parity.harness.processes.messages import Job
from parity.harness.recorded_references import Record
from parity.harness.registry import find, told_current_name
from parity.harness.results import REFERENCES

DTYPES = ("float64", "float32")


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
            own = framework == "numpy" and "@" not in case
            by_framework[framework].append(
                Job(
                    drawn,
                    dtype,
                    with_condition=dtype == "float64"
                    and framework == self._conditioner(concept, drawn),
                    with_differences=own and dtype == "float64",
                    with_fast_form=own and bool(concept.fast),
                    with_promises=own and dtype == "float64",
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
        loses = concept.case(case.name.split("@")[0]).loses
        able = [
            f for f in self._involved(concept, case.name) if f in self.live and f not in refused
        ]
        able = [f for f in able if f not in loses] or able
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
