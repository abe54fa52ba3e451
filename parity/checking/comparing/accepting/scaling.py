"""Conventions of scale that no argument of ours expresses: what is divided by the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text

NEAR = 1e-10
"""Relative error up to which two arrays are the same but for the factor."""

PER_EXAMPLE = Convention(
    "gradients_averaged_in_the_layer",
    Text(
        "The gradients of the parameters are divided by the number of examples, and dx is not: "
        "right where the loss' gradient was not divided, as in deeplearning.ai's course. In "
        "PyTorch and Keras the loss divides.",
        "パラメータの勾配だけをデータ数で割り、dx は割らない。損失の勾配をデータ数で割らない "
        "deeplearning.ai の講座の流儀なら正しい。PyTorch と Keras では損失の側で割る。",
    ),
)

PER_BATCH = Convention(
    "averaged_over_the_batch",
    Text(
        "The loss is summed over the features and divided by the number of examples; PyTorch and "
        "Keras divide by the number of all elements, or not at all.",
        "特徴については合計し、データ数だけで割る。PyTorch と Keras は全要素数で割るか、"
        "まったく割らない。",
    ),
)


PER_FEATURE = Convention(
    "averaged_over_the_features",
    Text(
        "The loss is averaged over the features and summed over the examples; PyTorch and Keras "
        "divide by the number of all elements, or not at all.",
        "特徴については平均し、データについては合計する。PyTorch と Keras は全要素数で割るか、"
        "まったく割らない。",
    ),
)


OF_THE_MEAN = Convention(
    "gradient_of_the_mean",
    Text(
        "The loss of each element is returned, and the gradient is that of their mean, over all of "
        "them, the examples or the features of each: right where the mean is what is minimized.",
        "損失は要素ごとに返し、勾配はその平均(全要素、データ、または各データの特徴についての平均)"
        "の勾配である。最小化するのがその平均なら正しい。",
    ),
)


def scales(concept: Concept, judged: Sequence[Judged], undivided: bool) -> list[Convention]:
    """Accept results that are off by a factor of the batch, in every case alike.

    Args:
        concept: what the code is judged as.
        judged: every case; what is accepted is marked.
        undivided: whether the loss may not have divided: where examples are columns, as in the
            course whose layers divide, or where a loss beside the code hands on p - t.
    """
    ran = [j for j in judged if j.compared]
    if concept.kind == "loss":
        return _of_losses(ran)
    if undivided and concept.name in DIVIDED_IN_THE_LAYER:
        return _of_parameters(ran)
    return []


DIVIDED_IN_THE_LAYER = ("dense", "position_wise_feed_forward")
"""Layers whose weights' and biases' gradients people average where the loss has not divided."""


def _of_parameters(ran: Sequence[Judged]) -> list[Convention]:
    found = []
    for j in ran:
        gradients = [c for c in j.comparisons if c.quantity[1:] in j.case.params]
        others = [c for c in j.comparisons if c not in gradients]
        examples = len(j.first_input)
        if examples < 2 or not gradients or not all(c.fine for c in others):
            continue
        if not all(_is_times(c, 1 / examples) for c in gradients):
            return []
        found.append((j, gradients))
    if not any(len(gradients) > 1 for _, gradients in found):
        return []
    for j, gradients in found:
        _accept(j, gradients)
    return [PER_EXAMPLE]


def _of_losses(ran: Sequence[Judged]) -> list[Convention]:
    wrong = [j for j in ran if not j.fine and not j.case.kink and _is_finite(j)]
    sizes = {j.first_input.shape for j in wrong}
    if len(sizes) < 2 or not any(len(shape) > 1 for shape in sizes):
        return []
    for factor, convention in (
        (_of_the_sum, PER_BATCH),
        (_of_the_mean, PER_BATCH),
        (_of_the_features, PER_FEATURE),
    ):
        if all(_is_times(c, factor(j)) for j in wrong for c in j.comparisons):
            for j in ran:
                # In another scale the numbers at a kink tell nothing.
                if j.case.kink or all(_is_times(c, factor(j)) for c in j.comparisons):
                    _accept(j, [c for c in j.comparisons if c.numbers])
            return [convention]
    return _of_gradients(ran, wrong)


def _of_gradients(ran: Sequence[Judged], wrong: Sequence[Judged]) -> list[Convention]:
    """Accept the gradient of a mean beside the losses that it is the mean of."""
    losses = [c for j in ran for c in j.comparisons if c.role == "forward"]
    if not losses or not all(c.fine and c.right.ndim for c in losses):
        return []
    for factor in (
        lambda j: 1 / j.first_input.size,
        _of_the_sum,
        lambda j: len(j.first_input) / j.first_input.size,
    ):
        if all(_is_times(c, factor(j)) for j in wrong for c in j.comparisons if not c.fine):
            for j in wrong:
                _accept(j, j.comparisons)
            return [OF_THE_MEAN]
    return []


def _is_finite(j: Judged) -> bool:
    """Tell whether the code gave finite numbers alone: an overflow tells nothing of a factor."""
    return all(c.yours is None or bool(np.isfinite(c.yours).all()) for c in j.comparisons)


def _of_the_sum(j: Judged) -> float:
    return 1 / len(j.first_input)


def _of_the_mean(j: Judged) -> float:
    return j.first_input.size / len(j.first_input)


def _of_the_features(j: Judged) -> float:
    """Return by what a sum over the examples of means is more than the mean.

    Without both, the loss and its gradient, it may be that a division was forgotten.
    """
    both = {c.role for c in j.comparisons} >= {"forward", "gradient"}
    return len(j.first_input) if both else np.nan


def _is_times(c: Comparison, factor: float) -> bool:
    if not c.numbers or c.yours is None or not np.isfinite(c.yours).all():
        return False
    expected = factor * c.right
    scale = float(np.max(np.abs(expected))) if expected.size else 0.0
    return bool(np.max(np.abs(c.yours - expected), initial=0.0) <= NEAR * scale + 1e-13)


def _accept(j: Judged, comparisons: Sequence[Comparison]) -> None:
    accepted = {id(c) for c in comparisons}
    j.comparisons = [
        replace(c, verdict="agree", digits=None) if id(c) in accepted and not c.fine else c
        for c in j.comparisons
    ]
