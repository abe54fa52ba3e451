"""In what code takes what a network says at each step: logits, or probabilities of some kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from numpy_impl.activations.log_softmax import LogSoftmax
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from parity.checking.loading.signatures import parameters_of
from parity.describing.concept import Concept, Text

ALIGNED = ("ctc_loss", "ctc_beam_search")
"""The concepts that are written for logits here, and elsewhere as often for probabilities."""

BEHIND = {
    "softmax_cross_entropy": "probabilities",
    "binary_cross_entropy_with_logits": "sigmoids",
}
"""Losses of logits, and what goes by the same name where the code's own names say so."""

PROBABILITIES = (
    "y_hat", "yhat", "y_prob", "y_probs", "prob", "probs", "proba", "probabilities", "p",
    "softmax_output", "softmax_out", "softmax_outputs", "y_softmax", "pred_prob", "pred_probs",
    "y_pred_proba", "al",
)  # fmt: skip
"""Names, in lower case, of a parameter that is given probabilities, and never logits."""

SCORES: dict[str, tuple[Text, Callable[[np.ndarray], np.ndarray]]] = {
    "log_probabilities": (
        Text("It was given log-probabilities.", "対数確率を渡した。"),
        lambda x: LogSoftmax().forward(x),
    ),
    "probabilities": (
        Text("It was given probabilities.", "確率を渡した。"),
        lambda x: Softmax().forward(x),
    ),
    "sigmoids": (
        Text("It was given probabilities.", "確率を渡した。"),
        lambda x: Sigmoid().forward(x),
    ),
}
"""What is told of each form, and how it is made of logits."""


def forms(concept: Concept, parameters: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the forms besides our own in which code may take the scores of a concept.

    Args:
        concept: what the code is judged as.
        parameters: what it calls its own: a loss of logits that forgets its softmax takes logits,
            and one whose parameter says that it takes probabilities is right without.
    """
    if concept.name in ALIGNED:
        return ("log_probabilities", "probabilities")
    if concept.name in BEHIND and {p.lower() for p in parameters} & set(PROBABILITIES):
        return (BEHIND[concept.name],)
    return ()


def in_form(form: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs with x, the logits, in a form; as they are where there is none."""
    if not form:
        return dict(inputs)
    return {**inputs, "x": SCORES[form][1](np.asarray(inputs["x"]))}


TURNED = Text(
    "Its first argument is the target, and its second the prediction.",
    "第 1 引数は正解、第 2 引数は予測である。",
)


def says_nothing(function: Any) -> bool:
    """Tell whether the names of a loss' arguments do not say which of them is the target."""
    theirs = [p.name.lower() for p in parameters_of(function) or []]
    return theirs[:2] in (["x", "y"], ["a", "b"], ["p", "q"])
