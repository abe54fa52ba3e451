"""Cross-entropies that leave a loss for each class: what is summed comes to the right one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text

NEAR = 1e-10
"""Relative error up to which two losses are the same."""

OVER_CLASSES = ("cross_entropy", "taught_cross_entropy", "softmax_cross_entropy")

BY_CLASS = Convention(
    "by_class",
    Text(
        "A loss is returned for each class; their sum over the classes is the loss of an example.",
        "損失をクラスごとに返す。クラスについて合計すると、データ 1 つの損失になる。",
    ),
)


def summed_over_classes(concept: Concept, judged: Sequence[Judged]) -> list[Convention]:
    """Accept losses of each class whose sum is the loss; return the convention that it shows."""
    if concept.name not in OVER_CLASSES:
        return []
    ran = [j for j in judged if j.compared]
    losses = [(j, c) for j in ran for c in j.comparisons if c.role == "forward" and not j.case.kink]
    if not losses or not all(_sums_up(c, j) for j, c in losses):
        return []
    for j in ran:
        j.comparisons = [
            c.accepted() if c.role == "forward" and _by_class(c, j) else c for c in j.comparisons
        ]
    return [BY_CLASS]


def _by_class(c: Comparison, j: Judged) -> bool:
    """Tell whether there is a number for each class of each example."""
    yours = c.yours
    return yours is not None and yours.ndim > 1 and yours.shape == j.first_input.shape


def _sums_up(c: Comparison, j: Judged) -> bool:
    if not _by_class(c, j):
        return False
    assert c.yours is not None
    total = c.yours.sum(axis=1) if c.right.ndim else c.yours.sum()
    scale = float(np.max(np.abs(c.right), initial=1e-3))
    return any(
        np.shape(total) == c.right.shape and np.max(np.abs(total / n - c.right)) <= NEAR * scale
        for n in ((1,) if c.right.ndim else (1, len(c.yours)))
    )
