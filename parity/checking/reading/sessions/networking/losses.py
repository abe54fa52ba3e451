"""Which loss a network's own is, found by its value; with its gradient for the scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numpy_impl.activations.softmax import Softmax
from parity.describing.concept import Convention, Text

CONSTANTS = (0.0, 1e-7, 1e-8, 1e-10, 1e-12, 1e-15, 1e-5, 1e-6, 1e-9, 1e-4)
"""What people add inside the logarithm."""

CLOSE = 1e-9
"""How near, relatively, a loss is to the formula that it follows."""

SUMMED = Convention(
    "loss_summed",
    Text(
        "The loss is summed over the batch, not averaged, so that the gradients are as many times "
        "larger as the batch has examples.",
        "損失をバッチで平均せず合計しているため、勾配がバッチの大きさの倍数だけ大きい。",
    ),
)

SQUARED = Convention(
    "squared_error",
    Text(
        "Its loss is a squared error of what it predicts; the reference classifies with softmax "
        "and cross-entropy. The gradients were judged for its own loss.",
        "損失は予測の二乗誤差である。参照はソフトマックスと交差エントロピーを使う。"
        "勾配は、コード自身の損失に対するものとして調べた。",
    ),
)


@dataclass(frozen=True)
class KnownLoss:
    """A loss that a network may have.

    Attributes:
        value: of the batch, without a penalty.
        upstream: its gradient for the scores.
        constant: what is added inside the logarithm.
        squashed: what the prediction has gone through: ``softmax``, ``sigmoid`` or nothing.
        convention: what is told of it, besides.
    """

    value: float
    upstream: np.ndarray
    constant: float = 0.0
    convention: Convention | None = None
    squashed: str = ""


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return the probabilities of each row."""
    with np.errstate(all="ignore"):
        return Softmax().forward(scores)


def squashed_by(y: np.ndarray) -> str:
    """Return what a prediction has gone through at last: ``softmax``, ``sigmoid`` or nothing."""
    if y.ndim != 2 or not y.size or not (y > 0).all():
        return ""
    if np.allclose(y.sum(axis=1), 1):
        return "softmax"
    return "sigmoid" if (y < 1).all() else ""


def upstream(scores: Any, t: np.ndarray) -> np.ndarray:
    """Return dL/dy of softmax and cross-entropy, averaged over the batch."""
    scores = np.asarray(scores, dtype=np.float64)
    one_hot = t if t.ndim == 2 else np.eye(scores.shape[1])[t]
    return (softmax(scores) - one_hot) / len(scores)


def known_losses(y: np.ndarray, t: np.ndarray, squashed: str) -> Iterator[KnownLoss]:
    """Yield the losses that a prediction may be given, the usual first.

    Args:
        y: what the network predicts.
        t: one-hot labels.
        squashed: from :func:`squashed_by`.
    """
    n = len(y)
    with np.errstate(all="ignore"):
        p = y if squashed == "softmax" else softmax(y)
        back = (p - t) / n
        if squashed != "sigmoid":
            yield KnownLoss(-float((t * _log(p)).sum()) / n, back)
            for constant in CONSTANTS[1:]:
                value = -float((t * np.log(p + constant)).sum()) / n
                yield KnownLoss(value, back, constant)
            for constant in CONSTANTS:
                value = -float((t * np.log(p + constant)).sum())
                yield KnownLoss(value, back * n, constant, SUMMED)
        else:
            for constant in CONSTANTS:
                each = t * np.log(y + constant) + (1 - t) * np.log(1 - y + constant)
                yield KnownLoss(-float(each.sum()) / n, (y - t) / n, constant)
        half = 0.5 * float(((y - t) ** 2).sum())
        for factor in (1 / n, 1.0, 2 / n, 2.0, 2 / y.size, 1 / y.size):
            yield KnownLoss(half * factor, _through(y, (y - t) * factor, squashed), 0.0, SQUARED)


def _log(p: np.ndarray) -> np.ndarray:
    return np.log(np.where(p > 0, p, 1.0)) + np.where(p > 0, 0.0, -np.inf)


def _through(y: np.ndarray, dy: np.ndarray, squashed: str) -> np.ndarray:
    """Return the gradient before the softmax or the sigmoid that gave y."""
    if squashed == "softmax":
        return y * (dy - (dy * y).sum(axis=1, keepdims=True))
    return dy * y * (1 - y) if squashed == "sigmoid" else dy


def recognised(
    loss: Any, y: np.ndarray, t: np.ndarray, squashed: str, penalties: tuple[float, ...]
) -> KnownLoss | None:
    """Return which loss gives this value, with one of these penalties; None if none does."""
    if np.ndim(loss) or loss is None or not np.isfinite(float(loss)):
        return None
    for known in known_losses(y, t, squashed):
        for penalty in penalties:
            value = known.value + penalty
            if abs(float(loss) - value) <= CLOSE * max(abs(value), 1e-3):
                return replace(known, squashed=squashed)
    return None


def plain_loss(y: np.ndarray, t: np.ndarray) -> KnownLoss:
    """Return softmax and cross-entropy, averaged over the batch."""
    squashed = "softmax" if squashed_by(y) == "softmax" else ""
    return replace(next(known_losses(y, t, squashed)), squashed=squashed)
