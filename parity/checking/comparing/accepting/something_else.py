"""Code that goes by a concept's name and is meant to be more than that, or another thing.

It is judged by itself where that shows that it is meant so: its gradients are those of its own
forward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.checking.report import Crash, Report
from parity.describing.concept import Concept, Text

Kind = Literal["one axis", "activation", "more"]

ACTIVATIONS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("ReLU", lambda y: np.maximum(y, 0)),
    ("sigmoid", lambda y: Sigmoid().forward(y)),
    ("tanh", np.tanh),
    ("softmax", lambda y: Softmax().forward(y)),
)
"""What people put behind a layer, inside of it."""

NEAR = 1e-9
"""How far a result may be off what such a function gives."""


@dataclass(frozen=True)
class SomethingElse:
    """What code may be meant to be.

    Attributes:
        kind: what shows it.
        text: what is told.
        most: how many gradients the concept has; more of them show that it is more.
    """

    kind: Kind
    text: Text
    most: int = 0

    def is_shown_by(self, alone: Report) -> bool:
        """Tell whether the answer about the code by itself shows that it is meant so."""
        if self.kind == "more" and len(alone.quantities) <= self.most:
            return False
        if alone.verdict == "agrees" or self.kind == "one axis":
            return alone.verdict in ("agrees", "differs")
        # What knows of it on its way back is wrong in some gradient, not in all.
        return alone.verdict == "differs" and any(q.agreed for q in alone.quantities)

    def told(self, alone: Report) -> Report:
        """Return the answer about the code by itself, with why it was judged so."""
        alone.reading.insert(0, self.text)
        return alone

    def refusal(self, refused: Report) -> Report:
        """Return that code which is no such layer could not be judged by itself either."""
        crash = Crash(
            "unknown_shape",
            Text(
                f"{refused.object} gives one row of numbers where {refused.concept} gives more "
                "axes, so it is something else; by itself it could not be judged either.",
                f"{refused.object} の出力は軸が1つで、もっと多くの軸をもつ {refused.concept} の"
                "出力とは違う。別のものとみなしたが、単独でも判定できなかった。",
            ),
            Text(
                "Name what it is meant to be with --as CONCEPT.",
                "何のつもりのコードかを --as CONCEPT で指定する。",
            ),
        )
        return Report(refused.object, refused.concept, "error", crash=crash, shape=refused.shape)


def something_else(concept: Concept, counted: Sequence[Judged], label: str) -> SomethingElse | None:
    """Return what code of a layer may be meant to be where its forward differs; None if nothing.

    Args:
        concept: what it was judged as.
        counted: the cases that decided.
        label: its name.
    """
    if concept.kind != "layer" or not concept.weights:
        return None
    if concept.group in ("activations", "recurrent"):
        return None
    forward = [c for j in counted for c in j.comparisons if c.role == "forward"]
    if not forward or all(c.fine for c in forward):
        return None
    if all(_is_flat(c) for c in forward):
        return SomethingElse("one axis", _of_one_axis(label, concept.name))
    for name, bend in ACTIVATIONS:
        if all(_is_behind(c, bend) for c in forward):
            return SomethingElse("activation", _with_activation(label, concept.name, name))
    if not any(c.fine for c in forward):
        most = len(concept.weights) + len(concept.cases[0].inputs)
        return SomethingElse("more", _with_more(label, concept.name), most)
    return None


def _is_flat(c: Comparison) -> bool:
    """Tell whether a result has one axis where images, or sequences of rows, have more."""
    return c.yours is not None and np.ndim(c.yours) < 2 < c.right.ndim


def _is_behind(c: Comparison, bend: Callable[[np.ndarray], np.ndarray]) -> bool:
    if c.yours is None or c.yours.shape != c.right.shape or not c.right.ndim:
        return False
    return bool(np.allclose(c.yours, bend(c.right), rtol=NEAR, atol=NEAR))


def _of_one_axis(label: str, concept: str) -> Text:
    return Text(
        f"{label} gives one row of numbers where {concept} gives more axes, so it is something "
        "else, and was judged by itself.",
        f"{label} の出力は軸が1つで、もっと多くの軸をもつ {concept} の出力とは違う。"
        "別のものとみなし、単独で判定した。",
    )


def _with_activation(label: str, concept: str, activation: str) -> Text:
    return Text(
        f"{label} is {concept} with a {activation} behind it, in every case; so it was judged by "
        "itself.",
        f"{label} はどのケースでも {concept} の後に {activation} を通した値を返すので、"
        "単独で判定した。",
    )


def _with_more(label: str, concept: str) -> Text:
    return Text(
        f"{label} has more parameters than {concept}, and gives something else; so it was judged "
        "by itself.",
        f"{label} は {concept} よりも多くのパラメータをもち、出力も違うので、単独で判定した。",
    )
