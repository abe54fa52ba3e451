"""What CTC's loss and its beam search are given: log-probabilities, lengths, labels and blanks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def log_softmax(x: np.ndarray) -> np.ndarray:
    """Return log softmax(x) over the last axis, of the shape of x."""
    z = x - x.max(axis=-1, keepdims=True)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def lengths_of(
    name: str, lengths: ArrayLike | None, N: int, most: int, least: int = 0
) -> np.ndarray:
    """Return the lengths (N,) as integers; all of them the most if none are given.

    Raises:
        ValueError: for one that is not from ``least`` to ``most``.
    """
    lengths = np.full(N, most) if lengths is None else np.asarray(lengths)
    require_shape(name, lengths, (N,))
    if N and lengths.dtype.kind not in "iu":
        raise ValueError(f"{name} must be integers, but its dtype is {lengths.dtype}.")
    outside = (lengths < least) | (lengths > most)
    if outside.any():
        raise ValueError(
            f"{name} holds {lengths[outside][0]}, but must be from {least} to the {most} there are."
        )
    return lengths


def require_blank(blank: int, C: int) -> None:
    """Check that the blank is one of the C classes.

    Raises:
        ValueError: if it is not.
    """
    if not 0 <= blank < C:
        raise ValueError(f"blank is {blank}, but C = {C} classes are 0 to {C - 1}.")


def require_labels(t: np.ndarray, counts: np.ndarray, C: int, blank: int) -> None:
    """Check the labels t (N, S), of which each example has so many: classes, and no blanks.

    Raises:
        ValueError: naming the label that does not fit.
    """
    require_blank(blank, C)
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"Labels must be integers, but the dtype of t is {t.dtype}.")
    labels = t[np.arange(t.shape[1]) < counts[:, np.newaxis]]
    outside = (labels < 0) | (labels >= C)
    if outside.any():
        raise ValueError(
            f"t holds the label {labels[outside][0]}, but C = {C} classes are 0 to {C - 1}."
        )
    if (labels == blank).any():
        raise ValueError(f"t holds {blank} among its labels, but {blank} is the blank.")


def with_blanks(labels: np.ndarray, blank: int) -> np.ndarray:
    """Return (blank, l_1, blank, l_2, ..., blank): 2 S + 1 places for S labels."""
    found = np.full(2 * len(labels) + 1, blank)
    found[1::2] = labels
    return found
