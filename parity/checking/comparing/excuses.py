"""What does not speak against the user's code: inputs that it was not written for, kinks.

A softmax for matrices need not know a third axis, nor a loss for one-hot labels class numbers; and
at a kink the gradient is a convention. Such cases are told as remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.accepting.logarithms import (
    OF_PROBABILITIES,
    OF_WORDS,
    kept_finite,
    through_the_clip,
)
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, DrawnCase, Text

ELEMENTWISE = ("activations", "regularizers")


def labels_of(case: DrawnCase) -> str:
    """Return in which form a loss is given its targets: index, one_hot or soft."""
    t = case.inputs[0].get("t") if case.inputs else None
    if t is None or case.kind != "loss":
        return ""
    if t.dtype.kind in "iu":
        return "index"
    return "one_hot" if set(np.unique(t)) <= {0.0, 1.0} else "soft"


def axes_of(case: DrawnCase) -> int:
    """Return how many axes the first input has."""
    return next(iter(case.inputs[0].values())).ndim if case.inputs and case.inputs[0] else 0


def beyond_axes(axes: int) -> Text:
    """Say that inputs with so many axes are beyond the code."""
    return Text(f"inputs with {axes} axes are beyond it", f"{axes} 軸の入力には対応していない")


LABELS = {
    "index": Text("class numbers as labels", "クラス番号のラベル"),
    "one_hot": Text("one-hot labels", "one-hot のラベル"),
    "soft": Text("soft labels", "ソフトラベル"),
}


def excuse(concept: Concept, judged: Sequence[Judged]) -> list[Convention]:
    """Mark the cases that do not count; return conventions that they show."""
    conventions: list[Convention] = []
    ran = [j for j in judged if j.comparisons or j.trial.stumble]
    if not ran:
        return []
    given = [j for j in ran if not _raised_forward(j) and j.trial.not_applicable is None]
    misshapen = {axes_of(j.case) for j in given if not _of_the_right_shape(j)}
    # A layer for images alone takes other inputs too, and makes images of them.
    images = (j for j in given if j.case.images and axes_of(j.case) not in misshapen)
    # What raises on its way back for some axes, and for others never, is written for the others.
    whole = (j for j in given if j.trial.stumble is None)
    main = axes_of(next(images, next(whole, (given or ran)[0])).case)
    if concept.kind == "loss":
        conventions += through_the_clip(ran)
        conventions += kept_finite(ran)
    elif concept.name in (*OF_PROBABILITIES, *OF_WORDS):
        conventions += kept_finite(ran)
    if any("ignores_upstream" in j.trial.odd for j in ran):
        conventions.append(LAST_LAYER)
    _excuse_settings(ran)
    of_any_shape = concept.shapes.get("x") == "any"
    if not of_any_shape:
        _excuse_axes(ran, main)
    if concept.group in ELEMENTWISE or (of_any_shape and concept.kind == "layer"):
        # It takes every shape, unless it cannot be given it.
        _excuse_axes_that_raise(ran)
    _excuse_labels(ran)
    if concept.kind == "loss" and any(j.excused for j in ran):
        # What is left may be right but for the logarithm.
        conventions += through_the_clip(ran) + kept_finite(ran)
    for j in ran:
        if j.excused or j.fine or not j.case.kink or j.trial.stumble:
            continue
        wrong = [c for c in j.comparisons if not c.fine]
        convention = _at_the_kink(concept, j, wrong)
        others = [o for o in ran if not o.case.kink and not o.trial.stumble]
        if convention and others and all(o.fine or o.excused for o in others):
            j.excused = convention.text
            conventions.append(convention)
    return list({c.name: c for c in conventions}.values())


CLASSES = Text(
    "it takes class numbers, and neither scores nor one-hot labels",
    "クラス番号だけを取り、スコアや one-hot のラベルには対応していない",
)


def excuse_scores(concept: Concept, judged: Sequence[Judged], source: str) -> None:
    """Excuse scores and one-hot labels of a metric that compares class numbers.

    Code that looks for the largest score, or asks for axes, takes them.
    """
    if concept.group == "metrics":
        _excuse_one_hot(judged)
    if concept.group != "metrics" or re.search(r"argmax|ndim|shape\[1\]|axis", source):
        return

    compares = re.search(r"[<>]|round|rint", source)

    def has_more(j: Judged) -> bool:
        y = next(iter(j.case.inputs[0].values()))
        scores = y.dtype.kind == "f" and not compares  # such as probabilities of a yes
        return scores or any(array.ndim > 1 for array in j.case.inputs[0].values())

    if any(j.fine for j in judged if j.comparisons and not has_more(j)):
        for j in judged:
            if has_more(j) and not j.fine:
                j.excused = j.excused or CLASSES


def _excuse_one_hot(judged: Sequence[Judged]) -> None:
    """Excuse one-hot labels at which a metric raises that is right for class numbers."""

    def one_hot(j: Judged) -> bool:
        t = j.case.inputs[0].get("t") if j.case.inputs else None
        return t is not None and t.ndim > 1

    plain = [j for j in judged if j.comparisons and not one_hot(j) and not j.excused]
    if plain and all(j.fine for j in plain):
        what = LABELS["one_hot"]
        for j in judged:
            if one_hot(j) and j.only_raised and not j.fine:
                text = Text(f"it does not take {what.en}", f"{what.ja}には対応していない")
                j.excused = j.excused or text


LAST_LAYER = Convention(
    "last_layer",
    Text(
        "backward leaves dout out, as a loss may that is always the last layer; in PyTorch and "
        "Keras the upstream gradient is multiplied.",
        "backward が dout を掛けない。常に最終層として使う損失ならこれでよいが、"
        "PyTorch と Keras では上流の勾配が掛かる。",
    ),
    {},
)


def forward_only_in_inference(judged: Sequence[Judged]) -> None:
    """Judge only the forward pass of inference, if training has a backward that is right.

    Nobody goes back through inference but to look at gradients of x; much code cannot.
    """
    trained = any(c.role == "gradient" for j in judged if j.case.training for c in j.comparisons)
    for j in judged:
        if j.case.training is not False or not trained:
            continue
        if j.trial.stumble and j.trial.stumble.stage == "backward":
            # What is sent as evidence keeps it, so that it is judged the same way elsewhere.
            j.trial = replace(j.trial, stumble=None)
        j.comparisons = [c for c in j.comparisons if c.fine or c.role != "gradient"]


def _excuse_axes(ran: Sequence[Judged], main: int) -> None:
    """Excuse inputs of another number of axes, if those of the main one are taken."""
    own = [j for j in ran if axes_of(j.case) == main]
    for j in ran:
        axes = axes_of(j.case)
        if axes == main or j.fine:
            continue
        text = beyond_axes(axes)
        if j.trial.stumble:
            if any(not _raised_forward(o) for o in own):
                j.excused = text
            continue
        same_mode = [o for o in own if o.case.training == j.case.training]
        if j.case.training and not same_mode:
            continue  # that inference is right says nothing of training
        same_labels = [o for o in own if labels_of(o.case) == labels_of(j.case)] or own
        right = {c.quantity for o in same_labels for c in o.comparisons if c.fine}
        forward = [c for c in j.comparisons if c.role == "forward" and not c.fine]
        if not {c.quantity for c in forward} <= right:
            continue
        if _not_finite(j) and not all(o.fine or o.excused or o.trial.stumble for o in own):
            continue
        if j.trial.odd.get("lone") and not all(c.numbers for c in j.comparisons):
            j.excused = text  # the forward pass is ours, so that it takes them says nothing
        elif forward and not (j.case.images and not j.only_raised):
            # Code that takes images, and gives numbers for them, answers for them; and so does
            # code whose forward pass is right for such inputs.
            j.excused = text


def _excuse_axes_that_raise(ran: Sequence[Judged]) -> None:
    """Excuse inputs of other numbers of axes than those that are taken, where all of them raise.

    A gradient of another shape, of which an axis was not summed, is as good as raised.
    """
    taken = {axes_of(j.case) for j in ran if j.fine}
    for axes in {axes_of(j.case) for j in ran} - taken:
        mine = [j for j in ran if axes_of(j.case) == axes]
        if taken and all(_raised_forward(j) or (j.only_raised and _way_forward(j)) for j in mine):
            for j in mine:
                j.excused = j.excused or beyond_axes(axes)


def _of_the_right_shape(j: Judged) -> bool:
    """Tell whether forward gave as many numbers as it should: else it was given others."""
    forward = [c for c in j.comparisons if c.role == "forward"]
    return all(c.numbers for c in forward)


def _raised_forward(j: Judged) -> bool:
    return j.trial.stumble is not None and j.trial.stumble.stage in ("forward", "call")


def _way_forward(j: Judged) -> bool:
    """Tell whether forward is right."""
    return all(c.fine for c in j.comparisons if c.role == "forward")


def _not_finite(j: Judged) -> bool:
    return any(
        c.yours is not None and not np.isfinite(c.yours).all() for c in j.comparisons if not c.fine
    )


def _excuse_settings(ran: Sequence[Judged]) -> None:
    """Excuse pairs and words in places where the code takes one number."""
    plain = [j for j in ran if not _special(j.case)]
    for j in ran:
        if j.trial.stumble and _special(j.case) and any(not o.trial.stumble for o in plain):
            name = _special(j.case)
            j.excused = Text(f"{name} must be one number there", f"{name} は 1 つの数に限られる")


def _special(case: DrawnCase) -> str:
    """Return an argument that is a pair or a word, where plain code takes a number."""
    for name in ("stride", "padding", "dilation", "kernel_size", "scale"):
        value = case.config.get(name)
        if isinstance(value, str | tuple | list) and not (
            isinstance(value, tuple) and case.weights and name == "kernel_size"
        ):
            return name
    return ""


def _excuse_labels(ran: Sequence[Judged]) -> None:
    """Excuse a form of labels that the code does not take, where another form agrees."""
    forms = {labels_of(j.case) for j in ran} - {""}
    for form in sorted(forms):  # soft labels last, by what is left of the others
        mine = [j for j in ran if labels_of(j.case) == form and not j.excused and not j.fine]
        others = [j for j in ran if labels_of(j.case) != form and not j.excused]
        what = LABELS[form]
        text = Text(f"it does not take {what.en}", f"{what.ja}には対応していない")
        for j in mine:
            raised = j.only_raised or _raised_behind_an_infinite_loss(j)
            if raised and any(not o.trial.stumble for o in others):
                j.excused = text
        # Hard labels are what most code is written for: argmax of soft ones is no mistake.
        if form == "soft":
            right = {c.quantity for o in others for c in o.comparisons if c.fine}
            right -= {c.quantity for o in others for c in o.comparisons if not c.fine}
            for j in mine:
                if {c.quantity for c in j.comparisons if not c.fine} & right:
                    j.excused = text


def _raised_behind_an_infinite_loss(j: Judged) -> bool:
    """Tell whether the way back raised, and the loss is only infinite, as log(0) is."""
    wrong = [c for c in j.comparisons if not c.fine]
    back = j.trial.stumble is not None and j.trial.stumble.stage == "backward"
    return back and all(
        c.role == "forward" and c.yours is not None and bool(np.isposinf(c.yours).any())
        for c in wrong
    )


def _at_the_kink(concept: Concept, j: Judged, wrong: list[Comparison]) -> Convention | None:
    if not all(c.numbers and c.yours is not None and np.isfinite(c.yours).all() for c in wrong):
        return None
    for divergence in concept.divergences:
        if divergence.case == j.case.name and {c.quantity for c in wrong} <= {divergence.quantity}:
            return Convention(divergence.name, divergence.summary, {})
    if not all(c.role == "gradient" for c in wrong):
        return None
    if concept.group in ELEMENTWISE:
        text = Text(
            "at the kink itself your gradient has another value than PyTorch's and Keras'; both "
            "are subgradients",
            "折れ点での勾配の値が PyTorch や Keras と異なる。どちらも劣勾配である",
        )
        return Convention("at_the_kink", text, {})
    if concept.name.startswith(("max_pool", "global_max_pool")) and all(
        c.yours is not None and np.isclose(c.yours.sum(), c.right.sum()) for c in wrong
    ):
        text = Text(
            "among equal maxima the gradient goes to another one than in PyTorch and Keras",
            "同じ最大値が複数あるとき、勾配の行き先が PyTorch や Keras と異なる",
        )
        return Convention("ties", text, {})
    return None
