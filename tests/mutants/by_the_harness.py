"""Whether the harness sees a mutant of ``numpy_impl``: NumPy against the recorded references.

What `parity run --framework numpy` does, in this process: every case in both types, finite
differences, the fast forms, the divergences and the identities.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from making import Mutant
from reached import Reached, watched
from standing_in import ROOT, importers, name_of

from parity.describing.concept import Concept
from parity.harness.plan import Plan, divergence_of, make_plan
from parity.harness.registry import all_concepts


@dataclass
class Check:
    """One part of a run.

    Attributes:
        name: the concept and the case.
        module: the module of the concept, below ``numpy_impl``.
        sees: whether something differs; an exception says so too.
        reached: what it calls.
        seconds: how long it takes a processor.
    """

    name: str
    module: str
    sees: Callable[[], bool]
    reached: Reached
    seconds: float


def checks_for(paths: Collection[str]) -> list[Check]:
    """Return the checks of the concepts whose code imports one of some files."""
    return checks(concepts_importing(paths))


def concepts_importing(paths: Collection[str]) -> list[str]:
    """Return the concepts whose code, or that of a sibling in an identity, imports some files."""
    files = (str(path.relative_to(ROOT)) for path in ROOT.glob("numpy_impl/**/*.py"))
    among = importers(map(name_of, paths), map(name_of, files))

    def concerns(concept: Concept) -> bool:
        names = {concept.module, concept.fast.rpartition(".")[0]}
        names |= {all_concepts()[identity.sibling].module for identity in concept.identities}
        return any(f"numpy_impl.{name}" in among for name in names)

    return [concept.name for concept in all_concepts().values() if concerns(concept)]


def checks(concepts: Sequence[str] = ()) -> list[Check]:
    """Return the parts of a run, each of which finds nothing wrong with what is there."""
    plan = make_plan(concepts, ["numpy"])
    jobs = plan.jobs()["numpy"]
    by_case: dict[tuple[str, str], list[Any]] = {}
    for job in jobs:
        by_case.setdefault((job.case.concept, job.case.name), []).append(job)
    found = []
    for (concept, case), own in by_case.items():
        module = all_concepts()[concept].module
        found.append(measured(f"{concept}: {case}", module, _of_case(plan, concept, case, own)))
    for described in plan.concepts:
        if described.identities:
            name = f"{described.name}: identities"
            found.append(measured(name, described.module, _of_identities(described.name)))
    return found


def measured(name: str, module: str, sees: Callable[[], bool]) -> Check:
    """Return a check of the concept in ``module``, with what it reaches and how long it takes."""
    began = time.process_time()
    with watched() as reached:
        wrong = sees()
    assert not wrong, f"{name} differs before anything is changed"
    return Check(name, module, sees, reached, time.process_time() - began)


def _of_case(plan: Plan, name: str, case: str, jobs: list[Any]) -> Callable[[], bool]:
    concept = all_concepts()[name]
    if "@" in case:
        part = replace(concept, cases=(), divergences=(divergence_of(concept, case),))
    else:
        part = replace(concept, cases=(concept.case(case),), divergences=())
    part.name, part.twin, part.module = concept.name, concept.twin, concept.module
    drawn = {name: {case: plan.drawn[name][case]}}
    small = replace(plan, concepts=[part], drawn=drawn)

    def sees() -> bool:
        collected = importlib.import_module("parity.harness.evaluate").Collected()
        evaluator = importlib.import_module("parity.harness.evaluators.numpy_evaluator")
        answer = importlib.import_module("parity.harness.processes.worker").answer
        for job in jobs:
            collected.add("numpy", answer(evaluator, job))
        findings_of = importlib.import_module("parity.harness.judge").findings_of
        return any(f.verdict in ("differ", "vacuous") for f in findings_of(small, part, collected))

    return sees


def _of_identities(name: str) -> Callable[[], bool]:
    def sees() -> bool:
        judging = importlib.import_module("parity.harness.identities").identity_findings
        found = judging([all_concepts()[name]])
        return any(f.verdict in ("differ", "vacuous") for f in found)

    return sees


def worth_asking(mutant: Mutant, among: list[Any]) -> list[Any]:
    """Return those whose reach has the mutant's function, the nearest and quickest first.

    What stands outside every function, or is called when a module is imported, is reached by
    whoever calls anything of an importing module.
    """
    place = (mutant.path, mutant.where)
    chosen = [one for one in among if mutant.first and place in one.reached]
    if not chosen:
        every = {path for one in among for path, _ in one.reached}
        paths = importing(mutant.path, every)
        chosen = [one for one in among if any(path in paths for path, _ in one.reached)]
    own = name_of(mutant.path).removeprefix("numpy_impl.")
    return sorted(chosen, key=lambda one: (getattr(one, "module", own) != own, one.seconds))


def in_a_few_seconds(chosen: list[Any], seconds: float) -> list[Any]:
    """Return the first of those chosen, as many as take so many seconds together."""
    taken, spent = [], 0.0
    for one in chosen:
        spent += one.seconds
        if spent > seconds and taken:
            break
        taken.append(one)
    return taken


def importing(path: str, paths: set[str]) -> set[str]:
    """Return the files among ``paths`` that import ``path``, itself included."""
    names = {name_of(each): each for each in {*paths, path}}
    found = importers([name_of(path)], names)
    return {names[name] for name in found if name in names}
