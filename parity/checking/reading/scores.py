"""In what code takes what a network says at each step: logits, or probabilities of some kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from numpy_impl.activations.log_softmax import LogSoftmax
from numpy_impl.activations.softmax import Softmax
from parity.describing.concept import Concept, Text

ALIGNED = ("ctc_loss", "ctc_beam_search")
"""The concepts that are written for logits here, and elsewhere as often for probabilities."""

SCORES: dict[str, tuple[Text, Callable[[np.ndarray], np.ndarray]]] = {
    "log_probabilities": (
        Text("It was given log-probabilities.", "対数確率を渡した。"),
        lambda x: LogSoftmax().forward(x),
    ),
    "probabilities": (
        Text("It was given probabilities.", "確率を渡した。"),
        lambda x: Softmax().forward(x),
    ),
}
"""What is told of each form, and how it is made of logits."""


def forms(concept: Concept) -> tuple[str, ...]:
    """Return the forms besides our own in which code may take the scores of a concept."""
    return tuple(SCORES) if concept.name in ALIGNED else ()


def in_form(form: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs with x, the logits, in a form; as they are where there is none."""
    if not form:
        return dict(inputs)
    return {**inputs, "x": SCORES[form][1](np.asarray(inputs["x"]))}
