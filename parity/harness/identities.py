"""Evaluates identities: one quantity in two ways, both of them NumPy's, in this process.

What a concept is in terms of a sibling is a claim like any other, so every run in which NumPy is
live shows it, in float64, with the bound of every other comparison. The sibling's side is the
reference: the bound grows with how strongly it reacts to its inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from parity.describing.concept import Concept, DrawnCase, Role, draw_case
from parity.describing.identity import Arrays, Identity, Side
from parity.harness.comparing.compare import Finding, Yardstick, compare
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.conditioning import condition
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

ROLE: Role = "identity"
"""The role of an identity's findings, and what stands on their right-hand side."""

Find = Callable[[str], Any]
"""Returns NumPy's class or function of the concept called so."""


def of_numpy(name: str) -> Any:
    """Return NumPy's class or function of the concept called ``name``."""
    return implementation("numpy", all_concepts()[name])


class NumpyImplementations:
    """NumPy's implementations by name, for one drawn case; see ``Implementations`` in describing.

    Attributes:
        asked: the concepts that a side has asked for.
    """

    def __init__(self, case: DrawnCase, find: Find = of_numpy) -> None:
        self.case = case
        self.find = find
        self.asked: list[str] = []

    def __call__(self, name: str) -> Any:
        """Return NumPy's class or function of the concept called ``name``."""
        self.asked.append(name)
        return self.find(name)

    def evaluated(self, name: str, **config: Any) -> Arrays:
        """Return the case's quantities, but the state, evaluated with the concept ``name``."""
        case = replace(
            self.case,
            concept=name,
            kind=all_concepts()[name].kind,
            config={**self.case.config, **config},
        )
        found = numpy_evaluator.evaluate(case, "float64", self(name))
        return {q: a for q, a in found.quantities.items() if found.roles[q] != "state"}


def given_to_a_side(case: DrawnCase) -> dict[str, np.ndarray]:
    """Return copies of the arrays of a drawn case by name, and of the upstream gradient as dy.

    Those of further outputs stand under theirs: dh for h.
    """
    arrays = {**case.inputs[0], **case.params, **case.buffers}
    if case.upstream:
        arrays["dy"] = case.upstream[0]
    for drawn in case.further[:1]:
        arrays.update({f"d{name}": array for name, array in drawn.items()})
    return {name: array.copy() for name, array in arrays.items()}


def quantities_of(side: Side, case: DrawnCase, find: Find = of_numpy) -> Evaluation:
    """Return what one side gives for a drawn case."""
    result = Evaluation()
    for name, array in side(NumpyImplementations(case, find), given_to_a_side(case)).items():
        result.add(ROLE, name, array)
    return result


def judge_identity(concept: Concept, identity: Identity, find: Find = of_numpy) -> list[Finding]:
    """Return a finding for each quantity of an identity; an error is one too.

    Args:
        concept: whose identity it is.
        identity: what is claimed.
        find: returns an implementation by name; ours, unless another is to be tried.
    """
    case = draw_case(concept, identity.case)
    try:
        with np.errstate(all="raise", under="ignore"):
            ours = quantities_of(identity.left, case, find)
            theirs = quantities_of(identity.right, case, find)
        reacts = condition(case, lambda shaken, _: quantities_of(identity.right, shaken, find))
    except Exception as error:
        return [_failed(identity, f"{type(error).__name__}: {error}")]
    for name in identity.only_left:
        if name not in ours.quantities or name in theirs.quantities:
            return [_failed(identity, f"{name} is not the left side's alone")]
        del ours.quantities[name], ours.roles[name]
    yardstick = Yardstick.of(case, reacts)
    return compare(identity.case, "float64", ("numpy", ours), (ROLE, theirs), yardstick)


def identity_findings(concepts: Iterable[Concept]) -> list[Finding]:
    """Return the findings of every identity of some concepts."""
    return [
        finding.of(concept.name)
        for concept in concepts
        for identity in concept.identities
        for finding in judge_identity(concept, identity)
    ]


def _failed(identity: Identity, note: str) -> Finding:
    return Finding(
        concept="",
        case=identity.name,
        quantity="",
        role=ROLE,
        dtype="float64",
        left="numpy",
        right=ROLE,
        max_abs_error=None,
        bound=None,
        digits=None,
        verdict="differ",
        note=note,
    )
