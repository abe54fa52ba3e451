"""Losses that keep their logarithm finite in a way of their own: they come out a little lower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, DrawnCase, Text

IN_THE_LOGARITHM = Convention(
    "constant_in_the_logarithm",
    Text(
        "A small constant is added inside the logarithm, as in log(y + 1e-7), so the loss is a "
        "little lower and never infinite; PyTorch and Keras compute it from the logits exactly.",
        "log(y + 1e-7) のように対数の中に小さな定数を足しているため、損失がわずかに小さく、"
        "無限大にならない。PyTorch と Keras は logit から正確に計算する。",
    ),
    {},
)

CLIPPED_PROBABILITIES = Convention(
    "clipped_probabilities",
    Text(
        "The probabilities are clipped before the logarithm, so the loss of a certain and wrong "
        "answer has an upper limit; PyTorch and Keras compute it from the logits exactly.",
        "対数を取る前に確率を切り詰めているため、確信して外した答えの損失に上限がある。"
        "PyTorch と Keras は logit から正確に計算する。",
    ),
    {},
)

CROSS_ENTROPIES = (
    "next_token_loss",
    "next_sentence_loss",
    "masked_language_model_loss",
    "label_smoothing",
)
"""Cross-entropies that are called something else."""

_BY_PROBABILITIES = ("cross_entropy", "binary_cross_entropy")
"""Those whose gradient is taken by the probabilities."""

OF_PROBABILITIES = ("evidence_lower_bound", "gan_value", "generator_loss")
"""Others that take logarithms of probabilities: a little lower as losses, else higher."""

OF_WORDS = (
    "time_softmax_cross_entropy",
    "rnn_language_model",
    "seq2seq",
    "attention_seq2seq",
)
"""Layers and networks that give the mean cross-entropy of words as their loss L."""

OF_RARE_WORDS = 1e-3
"""How much lower L may be, relatively, for a constant in the logarithm of small probabilities:
where every gradient is right beside it."""

LITTLE = 1e-5
"""How much lower, relatively, a loss may be for a constant in its logarithm."""

LEAST = 1e-6
"""How much higher a loss near 0 may be: a clip keeps it from being smaller than its constant."""

SMALL = 1e-3
"""Probabilities below this, or as near to 1, are those that a constant or a clip changes."""

ROUNDED = 1e-4
"""How much higher, relatively, their loss may be: of 1 - (1 - 1e-13) a few digits are left."""

THROUGH_THE_CLIP = Convention(
    "gradient_through_the_clip",
    Text(
        "Where a probability is 0 or 1 up to its clip or its constant, your gradient is that of "
        "the logarithm there, a large number; where y is clipped the loss is constant, and ours "
        "is 0.",
        "確率が 0 や 1 に張り付き、切り詰めや微小な定数が効く所では、対数の微分(大きな数)を"
        "勾配としている。切り詰めた範囲では損失は定数なので、こちらの実装の勾配は 0 である。",
    ),
    {},
)


IN_THE_GRADIENT = Convention(
    "constant_in_the_gradient",
    Text(
        "A small constant is added to what the gradient divides by, as in (y - t) / (y (1 - y) + "
        "1e-8), so that it stays finite; it is as little off as the constant is small.",
        "(y - t) / (y (1 - y) + 1e-8) のように、勾配の分母に小さな定数を足しているので、"
        "勾配は無限大にならない。ずれはその定数と同じくらい小さい。",
    ),
)


def constant_in_the_gradient(concept: Concept, judged: Sequence[Judged]) -> list[Convention]:
    """Accept gradients by probabilities that are right but for a small constant in a denominator.

    At probabilities of 0 and 1, where it is all of the denominator, nothing is decided here.
    """
    if concept.name not in _BY_PROBABILITIES:
        return []
    ran = [j for j in judged if j.comparisons and not j.case.kink]
    compared = [c for j in ran for c in j.comparisons]
    accepted = {id(c) for c in compared if c.quantity == "dy" and not c.fine and _is_near(c)}
    if not accepted or not all(c.fine for c in compared if c.role == "forward"):
        return []  # with a constant in the loss, too, both are told as one
    for j in ran:
        j.comparisons = [
            replace(c, verdict="imprecise") if id(c) in accepted else c for c in j.comparisons
        ]
    return [IN_THE_GRADIENT]


def kept_finite(ran: Sequence[Judged]) -> list[Convention]:
    """Accept losses that are too low by what a constant in the logarithm, or a clip, does.

    A constant makes every loss a little lower; it and a clip make those much lower that are of
    the smallest probabilities.
    """
    concept = ran[0].case.concept if ran else ""
    if concept in OF_PROBABILITIES:
        return _a_little_off(ran)
    if concept in OF_WORDS:
        return _low_beside_right_gradients(ran)
    if ("cross_entropy" not in concept and concept not in CROSS_ENTROPIES) or "taught" in concept:
        return []
    low = [j for j in ran if _is_low(j)]
    little = [j for j in low if all(_is_little(c) for c in j.comparisons if c.role == "forward")]
    if not little and not all(j.fine or j.excused or j in low for j in ran):
        return []
    accepted = [j for j in low if j in little or _has_small(j.case)]
    for j in accepted:
        j.comparisons = [
            replace(c, verdict="imprecise")
            if not c.fine and (c.role == "forward" or (j in little and _is_near(c)))
            else c
            for c in j.comparisons
        ]
    if not accepted:
        return []
    return [IN_THE_LOGARITHM if little else CLIPPED_PROBABILITIES]


def through_the_clip(ran: Sequence[Judged]) -> list[Convention]:
    """Accept other gradients at probabilities that a clip or a constant changes.

    They must point to the target, or be 0; at all others they must be right.
    """
    concept = ran[0].case.concept if ran else ""
    ordinary = [j for j in ran if not j.case.kink]
    plain = [c for j in ordinary for c in j.comparisons if c.role == "gradient" and not j.excused]
    if concept not in _BY_PROBABILITIES:
        return []
    beyond = bool(ordinary) and all(j.excused for j in ordinary)
    if not beyond and not any(c.fine or _is_near(c) for c in plain):
        return []  # it is no matter of these probabilities alone
    told = False
    for j in ran:
        there = [id(c) for c in j.comparisons if not c.fine and j.case.kink and _right_elsewhere(c)]
        told = told or bool(there)
        j.comparisons = [
            replace(c, verdict="imprecise") if id(c) in there else c for c in j.comparisons
        ]
    return [THROUGH_THE_CLIP] if told else []


def _right_elsewhere(c: Comparison) -> bool:
    """Tell whether a gradient is right where the probability is not near 0 or 1."""
    y, t = (np.asarray(c.case.inputs[0][name]) for name in ("y", "t"))
    if c.role != "gradient" or c.yours is None or not c.numbers or c.yours.shape != y.shape:
        return False
    if t.dtype.kind in "iu" and t.shape == y.shape[:-1]:
        t = np.eye(y.shape[-1])[t]
    if t.shape != y.shape or not np.isfinite(c.yours).all():
        return False
    small = (y < SMALL) | (y > 1 - SMALL)
    dy = np.asarray(c.case.upstream[0])  # may be negative, where each element has its own
    downhill = (c.yours == 0) | (np.sign(c.yours) == np.sign(dy * (y - t))) | (y == t)
    return bool(np.where(small, downhill, _near(c)).all())


def kept_apart(c: Comparison) -> bool:
    """Tell whether a gradient by probabilities is right but near 0 and 1, and finite there."""
    known = c.case.concept in _BY_PROBABILITIES
    return known and _right_elsewhere(c)


def _near(c: Comparison) -> np.ndarray:
    """Tell where a gradient is right but for a small constant beside the probability."""
    off = np.abs(np.asarray(c.yours) - c.right)
    return np.asarray(off <= LITTLE * np.abs(c.right) + (c.bound or 0.0))


def _is_near(c: Comparison) -> bool:
    return c.role == "gradient" and c.numbers and bool(_near(c).all())


def _a_little_off(ran: Sequence[Judged]) -> list[Convention]:
    """Accept what a constant in the logarithm does, where that is all."""
    accepted = [j for j in ran if _is_low(j) and all(map(_is_little, j.comparisons))]
    for j in accepted:
        j.comparisons = [
            replace(c, verdict="imprecise") if c.role == "forward" and not c.fine else c
            for c in j.comparisons
        ]
    return [IN_THE_LOGARITHM] if accepted else []


def _low_beside_right_gradients(ran: Sequence[Judged]) -> list[Convention]:
    """Accept what a constant in the logarithm does to the mean loss of words."""
    accepted = []
    for j in ran:
        wrong = [c for c in j.comparisons if not c.fine]
        gradients = [c for c in j.comparisons if c.role == "gradient"]
        if not j.trial.stumble and gradients and wrong and all(map(_is_low_loss, wrong)):
            accepted.append(j)
    for j in accepted:
        j.comparisons = [c if c.fine else replace(c, verdict="imprecise") for c in j.comparisons]
    return [IN_THE_LOGARITHM] if accepted else []


def _is_low_loss(c: Comparison) -> bool:
    """Tell whether a result is the loss of words, and a little lower than it should be."""
    if c.role != "forward" or c.quantity != "L" or c.yours is None or not c.numbers:
        return False
    yours, right = np.asarray(c.yours), np.asarray(c.right)
    low = (right * (1 - OF_RARE_WORDS) - LEAST <= yours) & (yours <= right + LEAST)
    return bool(low.all())


def probabilities_of(case: DrawnCase) -> np.ndarray | None:
    """Return the probabilities in a loss' case, from its scores if it has these; None without."""
    inputs = case.inputs[0]
    if "x" not in inputs:
        return inputs.get("y")
    kind = Sigmoid if case.concept.startswith("binary") else Softmax
    with np.errstate(all="ignore"):
        return np.asarray(kind().forward(inputs["x"]))


def _is_low(j: Judged) -> bool:
    wrong = [c for c in j.comparisons if not c.fine and c.role == "forward"]
    stumble = j.trial.stumble
    if (stumble and stumble.stage != "backward") or not wrong:
        return False
    return all(c.numbers and c.yours is not None and _on_its_side(j.case, c) for c in wrong)


def _on_its_side(case: DrawnCase, c: Comparison) -> bool:
    """Tell whether a result lies on the side to which a constant in the logarithm moves it.

    A loss falls. What is a logarithm itself, as a bound, is negative and rises.
    """
    yours, right = np.asarray(c.yours), np.asarray(c.right)
    sign = np.where(right < 0, -1, 1) if case.concept in OF_PROBABILITIES else 1
    least = LEAST + (ROUNDED * np.abs(right) if _has_small(case) else 0.0)
    return bool(np.all(sign * yours <= sign * right + least))


def _is_little(c: Comparison) -> bool:
    return c.fine or (
        c.numbers
        and c.error is not None
        and c.error <= LITTLE * float(np.abs(c.right).max()) + LEAST
    )


def _has_small(case: DrawnCase) -> bool:
    """Tell whether a probability is so small that a constant or a clip changes its logarithm."""
    p = probabilities_of(case)
    return p is not None and bool(((p < SMALL) | (p > 1 - SMALL)).any())
