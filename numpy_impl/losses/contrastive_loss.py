"""The contrastive loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.reducing import reduced, shared
from numpy_impl.validation import as_float, require_choice, require_shape


def contrastive_loss(
    x1: ArrayLike,
    x2: ArrayLike,
    t: ArrayLike,
    margin: float = 1.0,
    same_label: int = 1,
    half: bool = True,
    reduction: str = "mean",
) -> np.ndarray:
    """Return L = 1/2 d^2 of a pair of one kind, else 1/2 max(0, margin - d)^2.

    Args:
        x1: embeddings (N, D).
        x2: those of the other half of each pair (N, D).
        t: whether the two are of one kind (N,).
        margin: how far apart pairs of two kinds shall be, greater than 0.
        same_label: what t is for a pair of one kind, 1 or 0.
        half: whether there is a factor 1/2, as in the paper.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over the pairs.

    Returns:
        L: a scalar, or (N,) with ``reduction="none"``.

    Source:
        Hadsell, Chopra and LeCun (2006), Dimensionality reduction by learning an invariant
        mapping, eq. 4.
    """
    difference, same = _pairs(x1, x2, t, margin, same_label)
    d = np.sqrt((difference**2).sum(axis=1))
    short = np.maximum(float(margin) - d, 0)  # what the others lack to the margin
    losses = np.where(same, d**2, short**2)
    return reduced(losses / 2 if half else losses, reduction)


def contrastive_loss_backward(
    dL: ArrayLike,
    x1: ArrayLike,
    x2: ArrayLike,
    t: ArrayLike,
    margin: float = 1.0,
    same_label: int = 1,
    half: bool = True,
    reduction: str = "mean",
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of both embeddings.

    Args:
        dL: the gradient of the reduced loss.
        x1: as it was given.
        x2: as it was given.
        t: as it was given.
        margin: as it was given.
        same_label: as it was given.
        half: as it was given.
        reduction: as it was given.

    Returns:
        (dx1, dx2), both (N, D); 0 where two embeddings of two kinds are one.
    """
    difference, same = _pairs(x1, x2, t, margin, same_label)
    d = np.sqrt((difference**2).sum(axis=1))
    each = shared(dL, d, reduction) * (1 if half else 2)
    push = -np.maximum(float(margin) - d, 0) / np.where(d > 0, d, 1)
    dx1 = (each * np.where(same, 1, push))[:, np.newaxis] * difference
    dx2 = -dx1
    return dx1, dx2


def _pairs(
    x1: ArrayLike, x2: ArrayLike, t: ArrayLike, margin: float, same_label: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return x1 - x2 (N, D), and which pairs are of one kind (N,)."""
    x1 = as_float("x1", x1)
    x2, t = as_float("x2", x2).astype(x1.dtype, copy=False), np.asarray(t)
    require_shape("x1", x1, (None, None))
    require_shape("x2", x2, x1.shape)
    require_shape("t", t, x1.shape[:1])
    require_choice("same_label", same_label, (0, 1))
    if not margin > 0:
        raise ValueError(f"margin is {margin}, but must be greater than 0.")
    if np.any((t != 0) & (t != 1)):
        raise ValueError("t must be 0 or 1.")
    return x1 - x2, t == same_label
