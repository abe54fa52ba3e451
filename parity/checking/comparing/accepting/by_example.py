"""Losses of each example: summed or averaged over its features alone, as in nnfs.

The gradient beside it is that of their sum or of their mean over the examples, and what is passed
from behind may be left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text
from parity.harness.evaluators.subject import implementation

CERTAIN = 1e-5
"""Probabilities this near to 0 or 1 are clipped by some, and left alone by others."""

NEAR = 1e-10
"""Relative error up to which two arrays are the same."""

OF_ELEMENTS = (
    "mean_squared_error", "half_squared_error", "mean_absolute_error", "huber",
    "binary_cross_entropy", "binary_cross_entropy_with_logits",
)  # fmt: skip
"""Losses of which each element has its own."""

SUMMED_FIRST = ("summed", "by_element")
"""Conventions that say the same less exactly."""

BY_EXAMPLE = Convention(
    "by_example",
    Text(
        "A loss is returned for each example, taken over its features; the gradient is that of "
        "their sum or of their mean.",
        "損失を特徴について集約し、データごとに返す。勾配はその和か平均の勾配である。",
    ),
)
OTHER_AXES = Text("inputs of another number of axes than two", "2 軸でない入力には対応していない")

Options = Callable[[Judged], dict[str, Any]]


def losses_of_examples(
    concept: Concept, judged: Sequence[Judged], options: Options
) -> list[Convention]:
    """Accept one loss for each example; return the convention that it shows.

    Args:
        concept: what the code is judged as.
        judged: every case; what is accepted is marked, other numbers of axes are excused.
        options: the arguments that our implementation is given for a case.
    """
    if concept.name not in OF_ELEMENTS:
        return []
    ran = [j for j in judged if j.compared]
    rows = [j for j in ran if j.first_input.ndim == 2 and not j.case.kink]
    wrong = [c for j in rows for c in j.comparisons if c.role == "forward" and not c.fine]
    if not wrong or not any(min(j.first_input.shape) > 1 and _is_wide(j) for j in rows):
        return []
    expected = {id(j): _of_elements(concept, j, options(j)) for j in rows}
    roles: tuple[str, ...] = ()
    for averaged, mean in itertools.product((True, False), repeat=2):
        for wanted in (("forward", "gradient"), ("forward",)):
            if all(_fits(j, *expected[id(j)], averaged, mean, wanted) for j in rows):
                roles = max(roles, wanted, key=len)
    if not roles:
        return []
    for j in ran:
        if j.first_input.ndim == 2:  # where the gradient alone is wrong, it is to be told
            kept = [c for c in j.comparisons if c.numbers or not j.case.kink]
            j.comparisons = [c.accepted() if c.role in roles else c for c in kept]
        elif not j.fine:
            j.excused = OTHER_AXES
    return [BY_EXAMPLE]


def _is_wide(j: Judged) -> bool:
    """Tell whether examples and features can be told apart by their number."""
    return len(set(j.first_input.shape)) == 2


def _of_elements(
    concept: Concept, j: Judged, options: dict[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the loss of each element, and its derivative."""
    layer = implementation("numpy", concept)(**{**options, "reduction": "none"})
    with np.errstate(all="ignore"):
        losses = layer.forward(*list(j.case.inputs[0].values())[:2])
        slopes = layer.backward(np.ones_like(losses))
    return np.asarray(losses), np.asarray(slopes[0] if isinstance(slopes, tuple) else slopes)


def _fits(
    j: Judged, losses: np.ndarray, slopes: np.ndarray, averaged: bool, mean: bool,
    roles: Sequence[str],
) -> bool:  # fmt: skip
    """Tell whether a loss and its gradient are those of each example.

    Args:
        j: the case.
        losses: what is right for each element.
        slopes: its derivative.
        averaged: whether the features are averaged.
        mean: whether the gradient is divided by the number of examples.
        roles: which of both is looked at.
    """
    examples, features = losses.shape
    share = 1 / features if averaged else 1.0
    upstream = np.asarray(j.case.upstream[0] if j.case.upstream else 1.0)
    inside = _inside(j)
    for c in j.comparisons:
        if c.role not in roles:
            continue
        if c.yours is None:
            return False
        if c.role == "forward":
            rows = inside.all(axis=1)
            right = share * losses.sum(axis=1)
            if c.yours.shape != right.shape or not _same(c.yours[rows], right[rows]):
                return False
            continue
        factor = share / examples if mean else share
        passed = float(upstream) if upstream.ndim == 0 else 1.0
        if c.yours.shape != slopes.shape:
            return False
        yours, right = c.yours[inside], factor * slopes[inside]
        if not any(_same(yours, f * right) for f in (1.0, passed)):
            return False
    return True


def _inside(j: Judged) -> np.ndarray:
    """Return where no probability is so near to 0 or 1 that a clip or a constant counts."""
    y = j.first_input
    if j.case.concept != "binary_cross_entropy":
        return np.ones(y.shape, dtype=bool)
    return np.asarray((y > CERTAIN) & (y < 1 - CERTAIN))


def _same(yours: np.ndarray, right: np.ndarray) -> bool:
    if yours.shape != right.shape or not np.isfinite(yours).all():
        return False
    scale = float(np.max(np.abs(right), initial=0.0))
    return bool(np.max(np.abs(yours - right), initial=0.0) <= NEAR * scale + 1e-13)
