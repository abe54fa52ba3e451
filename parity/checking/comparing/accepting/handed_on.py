"""A softmax whose way back hands the gradient on, because its loss gives p - t."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept, Convention, Text

_TARGETS = (
    r"(?:self\.)?(?:t|y|Y|y_true|true|target|targets|label|labels|labels_batch|one_hot|onehot|"
    r"teacher|d|T|y_batch|expected|desired)\b(?!_hat|_pred)"
)
P_MINUS_T = re.compile(
    r"\b(?:self\.)?(?:p|probs?|y|y_hat|yhat|y_pred|pred|preds|prediction|predictions|predicted|"
    rf"out|output|outputs|a|A|AL|z|Z)\s*-\s*{_TARGETS}"
    r"|\[\s*(?:np\.arange|range)\([^\]]*\]\s*-=\s*1\b"
)
"""The gradient of the cross-entropy with respect to the scores, as people write it."""

HANDED_ON = Convention(
    "gradient_of_the_scores",
    Text(
        "backward hands the gradient on as it is. That is right behind a loss that gives p - t, "
        "the gradient with respect to the scores, and behind no other; in PyTorch and Keras a "
        "softmax has its own derivative.",
        "backward は受け取った勾配をそのまま返す。スコアについての勾配 p - t を返す損失と"
        "組み合わせるときだけ正しい。PyTorch と Keras のソフトマックスはそれ自身の微分を掛ける。",
    ),
)


def gives_p_minus_t(text: str) -> bool:
    """Tell whether something in a file's text gives p - t."""
    return bool(P_MINUS_T.search(text))


def gives_p_minus_t_undivided(text: str) -> bool:
    """Tell whether something in a file's text gives p - t, and does not divide it there."""
    lines = text.splitlines()
    return any(
        P_MINUS_T.search(line) and not any("/" in near for near in lines[at : at + 3])
        for at, line in enumerate(lines)
    )


def handed_on(concept: Concept, judged: Sequence[Judged], beside: bool) -> list[Convention]:
    """Accept a softmax' gradient that is the upstream one in every case, and tell it.

    Args:
        concept: what the code is judged as.
        judged: every case; what is accepted is marked.
        beside: whether the file that it stands in has a loss that gives p - t: without one, the
            derivative was forgotten.
    """
    if concept.name != "softmax" or not beside:
        return []
    ran = [j for j in judged if j.compared]
    wrong = [(j, c) for j in ran for c in j.comparisons if not c.fine]
    gradients = [(j, c) for j in ran for c in j.comparisons if c.role == "gradient"]
    if not wrong or not all(_is_upstream(j, c) for j, c in [*wrong, *gradients]):
        return []
    for j in ran:
        j.comparisons = [c if c.fine else replace(c, verdict="agree") for c in j.comparisons]
    return [HANDED_ON]


def _is_upstream(j: Judged, c: Comparison) -> bool:
    if c.role != "gradient" or c.yours is None or not j.case.upstream:
        return False
    n = len(j.case.upstream[0]) if j.case.upstream[0].ndim else 1
    handed = (*j.case.upstream, np.stack(j.case.upstream))
    # Some divide by the examples here what the loss has not divided.
    return any(np.array_equal(c.yours, dy) or np.array_equal(c.yours, dy / n) for dy in handed)
