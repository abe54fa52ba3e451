"""The triplet loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.reducing import reduced, shared
from numpy_impl.validation import as_float, require_shape


def triplet_loss(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    margin: float = 1.0,
    squared: bool = False,
    reduction: str = "mean",
) -> np.ndarray:
    """Return L = max(0, d(anchor, positive) - d(anchor, negative) + margin).

    An anchor is to be nearer to one of its own kind than to a stranger, by the margin. Triplets
    that keep it have no gradient, so the ones to train on are picked (mined) beforehand.

    Args:
        anchor: embeddings (..., D).
        positive: others of the same kind (..., D).
        negative: others of another kind (..., D).
        margin: by how much, greater than 0.
        squared: whether d is the squared Euclidean distance, as in FaceNet, or the distance.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over the triplets.

    Returns:
        L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Schroff, Kalenichenko and Philbin (2015), FaceNet, eq. 3; Hoffer and Ailon (2015), Deep
        metric learning using triplet network.
    """
    to_positive, to_negative = _differences(anchor, positive, negative)
    if not margin > 0:
        raise ValueError(f"margin is {margin}, but must be greater than 0.")
    near, far = _distance(to_positive, squared), _distance(to_negative, squared)
    losses = np.maximum(near - far + float(margin), 0)
    return reduced(losses, reduction)


def triplet_loss_backward(
    dL: ArrayLike,
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    margin: float = 1.0,
    squared: bool = False,
    reduction: str = "mean",
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of the three embeddings.

    Args:
        dL: the gradient of the reduced loss.
        anchor: as it was given.
        positive: as it was given.
        negative: as it was given.
        margin: as it was given.
        squared: as it was given.
        reduction: as it was given.

    Returns:
        (danchor, dpositive, dnegative), all (..., D).
    """
    to_positive, to_negative = _differences(anchor, positive, negative)
    near, far = _distance(to_positive, squared), _distance(to_negative, squared)
    broken = near - far + float(margin) > 0
    each = np.where(broken, shared(dL, near, reduction), 0)[..., np.newaxis]
    dpositive = -each * _slope(to_positive, squared)
    dnegative = each * _slope(to_negative, squared)
    danchor = -dpositive - dnegative
    return danchor, dpositive, dnegative


def _differences(
    anchor: ArrayLike, positive: ArrayLike, negative: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return anchor - positive and anchor - negative, all of one shape."""
    a = as_float("anchor", anchor)
    if a.ndim == 0:
        raise ValueError("anchor has shape (), but an embedding needs an axis of features.")
    others = []
    for name, value in (("positive", positive), ("negative", negative)):
        other = as_float(name, value).astype(a.dtype, copy=False)
        require_shape(name, other, a.shape)
        others.append(a - other)
    return others[0], others[1]


def _distance(difference: np.ndarray, squared: bool) -> np.ndarray:
    square = (difference**2).sum(axis=-1)
    return square if squared else np.sqrt(square)


def _slope(difference: np.ndarray, squared: bool) -> np.ndarray:
    """Return the gradient of the distance: a vector of length 1, and 0 where the two are one."""
    if squared:
        return 2 * difference
    length = np.sqrt((difference**2).sum(axis=-1, keepdims=True))
    return difference / np.where(length > 0, length, 1)
