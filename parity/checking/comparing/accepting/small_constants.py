"""Results that are off by a small constant which the code adds on purpose, or by where it stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text

MOST = 1e-5
"""How far a result may be off by such a constant, relative to its largest number."""

ABOVE_20 = 3e-9
"""How far it may be off where a framework replaces a function by what it nears."""

IN_THE_DENOMINATOR = Convention(
    "constant_in_the_denominator",
    Text(
        "A small constant is added to the sum that softmax divides by, so the probabilities sum to "
        "a little less than 1. The largest exponential is 1 once the maximum is subtracted, so "
        "nothing is divided by 0 without it.",
        "ソフトマックスの分母に小さな定数を足しているので、確率の和が 1 よりわずかに小さい。"
        "最大値を引いておけば分母は 1 以上になるので、この定数がなくても 0 で割ることはない。",
    ),
)


OF_A_SHARE = Convention(
    "constant_in_the_divisor",
    Text(
        "A small constant is added to what is divided by, so that nothing is divided by 0: the "
        "share is off by about as much as the constant is.",
        "0 で割らないように分母へ小さな定数を足しているので、割合がその定数の大きさほどずれる。",
    ),
)

SHARES = ("iou", "mean_iou")
"""Shares outside of the metrics, whose divisor people keep from 0 in the same way."""


NORMALIZATIONS = ("layer_norm", "batch_norm", "group_norm", "instance_norm", "rms_norm")
OF_A_SMALL_EPSILON = 1e-7
"""How far the gradient of a normalization may be off, relative to its largest number: with an
epsilon of this size it may stand inside the root in one pass and beside it in the other."""

BESIDE_THE_ROOT = Convention(
    "epsilon_elsewhere_in_the_gradient",
    Text(
        "The gradient has the small epsilon in another place than the forward pass, inside the "
        "root or beside it: dx is off by no more than epsilon is.",
        "勾配での小さな epsilon の位置(根号の内か外か)が順伝播と異なる。"
        "dx のずれは epsilon の大きさ以下である。",
    ),
)


def constants(concept: Concept, judged: Sequence[Judged]) -> list[Convention]:
    """Accept what a small constant of the code explains by its size; return what is told of it."""
    ran = [j for j in judged if j.compared]
    wrong = [c for j in ran for c in j.comparisons if not c.fine]
    if concept.name == "softmax":  # where it overflows, that is for itself
        wrong = [c for c in wrong if c.yours is None or bool(np.isfinite(c.yours).all())]
    if not wrong or not all(c.numbers and c.error is not None for c in wrong):
        return []
    if concept.name == "softmax" and all(_falls_short(c) for c in wrong):
        told, most = IN_THE_DENOMINATOR, MOST
    elif concept.group == "metrics" or concept.name in SHARES:
        told, most = OF_A_SHARE, MOST
    elif concept.name == "softplus":
        above = next(d for d in concept.divergences if d.case == "above_20")
        told, most = Convention(above.name, above.summary), ABOVE_20
    elif concept.name in NORMALIZATIONS and all(c.quantity == "dx" for c in wrong):
        told, most = BESIDE_THE_ROOT, OF_A_SMALL_EPSILON
    else:
        return []
    for c in wrong:
        finite = abs(c.right[np.isfinite(c.right)])
        size = float(finite.max()) if finite.size else 0.0
        least = 10.0 if told is BESIDE_THE_ROOT else 1e-3  # of two features dx is next to nothing
        if c.error is None or not c.error <= most * max(size, least):
            return []
    accepted = set(map(id, wrong))
    for j in ran:
        j.comparisons = [
            replace(c, verdict="agree") if id(c) in accepted else c for c in j.comparisons
        ]
    return [told]


def tells_of_constants(conventions: Iterable[str]) -> bool:
    """Tell whether one of the conventions, by name, says where digits are lost."""
    told = {IN_THE_DENOMINATOR.name, OF_A_SHARE.name, "linear_above_20"}
    return bool(told & set(conventions))


def _falls_short(c: Comparison) -> bool:
    """Tell whether no probability is too large, as where the denominator is."""
    return c.role != "forward" or c.yours is None or bool((c.yours <= c.right * (1 + 1e-12)).all())
