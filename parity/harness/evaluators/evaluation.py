"""What evaluating a case gives: the quantities, in the order in which they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase, Role


@dataclass
class Evaluation:
    """The quantities that one implementation gave for one case, in the canonical layout.

    Attributes:
        quantities: arrays by name, in the order of the computation.
        roles: what each quantity is.
        condition: how far each quantity moves for each unit of relative change of the inputs;
            measured by the reference frameworks only
            (:mod:`parity.harness.evaluators.conditioning`).
        changed: inputs that were changed in place.
        broken: what NumPy's own implementation promises and does not keep, a sentence each
            (:mod:`parity.harness.evaluators.promises`).
    """

    quantities: dict[str, np.ndarray] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    condition: dict[str, float] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, role: Role, name: str, array: object) -> None:
        """Add a quantity."""
        self.quantities[name] = np.array(array)
        self.roles[name] = role


def add_draws(result: Evaluation, draws: Sequence[np.ndarray]) -> None:
    """Add what a function gave that draws for itself, called once for each seed.

    ``y`` holds its distinct results, sorted: these must be equal. ``drawn`` says which of them each
    call gave: that is compared in distribution.
    """
    distinct, drawn = np.unique(np.stack(draws), axis=0, return_inverse=True)
    result.add("forward", "y", distinct)
    result.add("distribution", "drawn", drawn.ravel())


def output_name(kind: str) -> str:
    """Return the name of the output of a differentiable concept: y, loss or penalty."""
    return {"loss": "loss", "regularizer": "penalty"}.get(kind, "y")


def outputs_of(case: DrawnCase) -> tuple[str, ...]:
    """Return the names of the outputs of a differentiable case, most often one."""
    return case.options.get("outputs", (output_name(case.kind),))


def named(case: DrawnCase, given: Any) -> dict[str, Any]:
    """Return what a forward pass gave by the names of the case's outputs.

    Raises:
        ValueError: if it gave more or fewer.
    """
    names = outputs_of(case)
    values = tuple(given) if isinstance(given, tuple | list) else (given,)
    if case.options.get("first_output"):
        names, values = names[:1], values[:1]
    if len(values) != len(names):
        raise ValueError(f"it gives {len(values)} outputs, not {len(names)}: {', '.join(names)}.")
    return dict(zip(names, values, strict=True))


def upstream_of(case: DrawnCase, number: int) -> dict[str, np.ndarray]:
    """Return the upstream gradients in one round, by the outputs' names.

    An output that does not vary, such as a mask, has none.
    """
    further = case.further[number] if case.further else {}
    return {outputs_of(case)[0]: case.upstream[number], **further}


def stacked(rounds: list[np.ndarray]) -> np.ndarray:
    """Return the only array, or all of them along a new first axis."""
    return rounds[0] if len(rounds) == 1 else np.stack(rounds)


def table_of(rows: list[tuple[tuple[int, ...], int, int]]) -> Evaluation:
    """Return a network's layer table as quantities.

    Args:
        rows: for each part the shape that it gives for one example, (C, H, W) or (n,), its
            parameters, and its multiply-adds.
    """
    result = Evaluation()
    shapes = [(*shape, 1, 1)[:3] for shape, _, _ in rows]  # (n,) as (n, 1, 1)
    result.add("forward", "shapes", np.array(shapes, dtype=np.int64))
    result.add("forward", "parameters", np.array([row[1] for row in rows], dtype=np.int64))
    result.add("forward", "multiply_adds", np.array([row[2] for row in rows], dtype=np.int64))
    return result


BY_NAME = ("mask", "kept", "lengths")
"""Inputs that a layer is given by keyword."""


def split_masks(inputs: dict) -> tuple[list, dict]:
    """Split a case's inputs into positional arguments and those given by keyword.

    Those of :data:`BY_NAME` are passed as they are; ``masks.NAME`` goes into the dictionary
    ``masks``, which networks take: one mask for each dropout layer.
    """
    keywords: dict = {name: inputs[name] for name in BY_NAME if name in inputs}
    positional = [
        value
        for name, value in inputs.items()
        if name not in keywords and not name.startswith("mask")
    ]
    masks = {
        name.removeprefix("masks."): value
        for name, value in inputs.items()
        if name.startswith("masks.")
    }
    if masks:
        keywords["masks"] = masks
    return positional, keywords
