"""Whether a mutant of the judge shows: right code is still right to it, and wrong code wrong.

What is judged is computed once, with the judge as it is: what NumPy gives for every case, what the
listed mistakes give, and the verdict on the corpus. A child then judges it again with the mutant.
"""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
from by_the_harness import Check, measured
from standing_in import ROOT

from parity.describing.concept import Concept, draw_case
from parity.harness import recorded_references
from parity.harness.evaluate import Collected
from parity.harness.evaluators import numpy_evaluator
from parity.harness.mistakes import with_mistake
from parity.harness.plan import Plan, make_plan
from parity.harness.processes.worker import answer
from parity.harness.registry import all_concepts

sys.path.append(str(ROOT / "tests" / "checking"))  # what undoes what a file changes is there

EVERY = 7
"""One of so many files of the corpus is judged again."""


def checks_of_results(paths: Collection[str]) -> list[Check]:
    """Return the checks for what judges results: a run of everything, and the listed mistakes."""
    plan = make_plan([], ["numpy"])
    collected = Collected()
    for job in plan.jobs()["numpy"]:
        collected.add("numpy", answer(numpy_evaluator, job))
    found = [
        measured(f"{concept.name}: right", concept.module, _right(plan, concept, collected))
        for concept in plan.concepts
    ]
    for concept in plan.concepts:
        given = [one for mistake in concept.mistakes if (one := _given(concept, mistake))]
        for name, evaluations in given:
            check = _wrong(concept, evaluations)
            found.append(measured(f"{concept.name}: {name}", concept.module, check))
    return found


def _right(plan: Plan, concept: Concept, collected: Collected) -> Callable[[], bool]:
    def verdicts() -> tuple[set[str], set[tuple[str, ...]]]:
        found = importlib.import_module("parity.harness.judge").findings_of(
            plan, concept, collected
        )
        made = {(f.case, f.left, f.right, f.dtype, f.verdict) for f in found}
        return {f.verdict for f in found}, made

    _, before = verdicts()

    def sees() -> bool:
        said, made = verdicts()
        return bool(said & {"differ", "vacuous"}) or made != before

    return sees


def _given(concept: Concept, mistake: Any) -> tuple[str, list[Any]] | None:
    """Return what an implementation with a mistake gives; ``None`` where it raises."""
    if mistake.form != "plain":
        return None
    implementation = with_mistake(concept, mistake)
    found = []
    for case in concept.cases:
        if not case.on_request:
            drawn = draw_case(concept, case)
            try:
                with np.errstate(all="ignore"):
                    ours = numpy_evaluator.evaluate(drawn, "float64", implementation)
            except Exception:
                return None
            found.append((case, drawn, ours))
    return mistake.name, found


def _wrong(concept: Concept, evaluations: list[Any]) -> Callable[[], bool]:
    record = recorded_references.load(concept)
    assert record is not None

    def sees() -> bool:
        compare = importlib.import_module("parity.harness.comparing.compare")
        for case, drawn, ours in evaluations:
            yardstick = compare.Yardstick.of(drawn, record.conditions.get(case.name, {}))
            findings = [compare.contract(case, "float64", ours)]
            for framework in ("torch", "keras"):
                theirs = record.evaluations.get((framework, case.name, "float64"))
                if theirs:
                    findings += compare.compare(
                        case,
                        "float64",
                        ("numpy", ours),
                        (framework, theirs),
                        yardstick,
                        concept.state,
                    )
            if any(finding.verdict == "differ" for finding in findings):
                return False
        return True

    return sees


def checks_of_people(paths: Collection[str], names: Iterable[str] = ()) -> list[Check]:
    """Return the checks for what judges people's code: files of the corpus, causes left out."""
    corpus = ROOT / "tests" / "corpus"
    found = []
    for kind in ("right", "wrong"):
        rows = tomllib.loads((corpus / f"{kind}.toml").read_text(encoding="utf-8"))
        rows = {n: row for n, row in rows.items() if row["shape"] not in ("torch", "keras")}
        chosen = [n for n in rows if n in names] if names else list(rows)[::EVERY]
        for name in chosen:
            module = all_concepts()[rows[name]["concept"]].module
            found.append(measured(f"{kind}/{name}", module, _file(kind, name, rows[name])))
    return found


def _file(kind: str, name: str, row: dict[str, Any]) -> Callable[[], bool]:
    def verdict() -> tuple[Any, ...]:
        corpus = importlib.import_module("test_check_corpus")
        definitions = importlib.import_module("parity.checking.loading.definitions")
        judging = importlib.import_module("parity.checking.judging.judge")
        with corpus.undone():
            loaded = definitions.load(ROOT / "tests" / "corpus" / kind / f"{name}.py")
            report = judging.check_object(
                definitions.resolve(loaded.namespace, row["target"]), row["concept"],
                label=row["target"], namespace=loaded.namespace, mapping={}, causes=False,
            )  # fmt: skip
        told = tuple(convention.name for convention in report.conventions)
        return report.verdict, report.first_wrong, told

    before = verdict()
    return lambda: verdict() != before
