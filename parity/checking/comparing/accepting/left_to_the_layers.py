"""A loss that is a mean and leaves its gradient undivided: the layers beside it divide theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text

LEFT_TO_THE_LAYERS = Convention(
    "divided_in_the_layers",
    Text(
        "The loss is a mean, and its gradient is not divided: right where the layers divide the "
        "gradients of their parameters, as some beside it do, and too large otherwise. In PyTorch "
        "and Keras the loss divides.",
        "損失は平均だが、その勾配は割られていない。近くの層のように、層の側でパラメータの勾配を"
        "データ数で割るなら正しく、そうでなければ大きすぎる。PyTorch と Keras では損失の側で割る。",
    ),
)

_PRODUCT = r"(?:\.dot\(|np\.dot|matmul|@|einsum)"
DIVIDES = re.compile(
    r"^[^#\n=]*\bg?d\w*_?[Ww]\w*[\]\"'\s]*=(?!=)"
    rf"(?:\s*\(?\s*1(?:\.0?)?\s*/\s*[\w.]+\s*\)?\s*\*.*{_PRODUCT}"
    rf"|.*{_PRODUCT}.*/\s*(?:self\.)?(?:m|n|N|num\w*|n_\w+|batch\w*|\w*size|len\([\w.]+\)|"
    r"[\w.]+\.shape\[-?\d\])\s*$)",
    re.MULTILINE,
)
"""A layer's gradient of its weights, divided by the number of examples."""


def layers_divide(text: str) -> bool:
    """Tell whether a layer in a file's text divides the gradient of its weights."""
    return bool(DIVIDES.search(text))


def left_to_the_layers(
    concept: Concept, judged: Sequence[Judged], beside: bool
) -> list[Convention]:
    """Accept gradients of a loss that are right but for the division by how many there are.

    Args:
        concept: what the code is judged as.
        judged: every case; what is accepted is marked.
        beside: whether a layer beside the code divides: without one, it was forgotten.
    """
    ran = [j for j in judged if j.compared]
    if concept.kind != "loss" or not beside:
        return []
    losses = [c for j in ran for c in j.comparisons if c.role == "forward"]
    wrong = [(j, c) for j in ran for c in j.comparisons if not c.fine and not j.case.kink]
    lengths = {len(j.first_input) for j, _ in wrong}
    if not all(c.fine for c in losses) or len(lengths) < 2:
        return []
    for undivided in (_of_examples, _of_elements, _minus_the_target):
        if all(_is(c, undivided(j, c)) for j, c in wrong):
            for j in ran:
                j.comparisons = [
                    replace(c, verdict="agree", digits=None) if not c.fine and c.numbers else c
                    for c in j.comparisons
                ]
            return [LEFT_TO_THE_LAYERS]
    return []


def _of_examples(j: Judged, c: Comparison) -> np.ndarray:
    return np.asarray(len(j.first_input) * c.right)


def _of_elements(j: Judged, c: Comparison) -> np.ndarray:
    return np.asarray(j.first_input.size * c.right)


def _minus_the_target(j: Judged, c: Comparison) -> np.ndarray | None:
    """Return p - t, the gradient of the scores before a softmax or a sigmoid."""
    y, t = (j.case.inputs[0].get(name) for name in ("y", "t"))
    return y - t if y is not None and t is not None and y.shape == t.shape else None


def _is(c: Comparison, undivided: np.ndarray | None) -> bool:
    if c.role != "gradient" or not c.numbers or c.yours is None or undivided is None:
        return False
    if undivided.shape != c.yours.shape:
        return False
    return bool(np.allclose(c.yours, undivided, rtol=1e-9, atol=1e-12))
