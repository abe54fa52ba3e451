"""The loss of SSD, with hard negatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_not_negative, require_shape


def ssd_loss(
    scores: ArrayLike,
    offsets: ArrayLike,
    classes: ArrayLike,
    targets: ArrayLike,
    negative_ratio: float = 3.0,
    alpha: float = 1.0,
) -> np.ndarray:
    """Return what a detector in one stage loses: classes of some anchors, places of the positive.

        L = (sum of the cross-entropies of positives and hard negatives
             + alpha sum of smooth L1 of the positives' offsets) / positives

    Nearly all anchors are background. Of each image only the hardest negatives count, those with
    the largest cross-entropy, negative_ratio of them for each positive. Smooth L1 is d² / 2 for
    differences below 1, else |d| - 1/2.

    Args:
        scores: the logits of each anchor (N, A, K), of which the class 0 is background.
        offsets: the predicted deltas of each anchor (N, A, 4).
        classes: the class of each anchor (N, A), 0 where no object is.
        targets: the deltas to learn (N, A, 4); what they say of background does not count.
        negative_ratio: how many negatives count for each positive.
        alpha: the weight of the places.

    Returns:
        L, a scalar; 0 if there are no positives.

    Raises:
        ValueError: if the shapes do not fit, or negative_ratio or alpha is negative.

    Source:
        Liu et al. (2016), SSD: single shot multibox detector, section 2.2, eq. 1 to 3.
    """
    scores, offsets, classes, targets = _given(scores, offsets, classes, targets)
    require_not_negative("negative_ratio", negative_ratio)
    require_not_negative("alpha", alpha)
    losses = -np.take_along_axis(_log_softmax(scores), classes[..., None], axis=2)[..., 0]
    chosen = _chosen(losses, classes, negative_ratio)
    d = np.abs(offsets - targets)
    places = np.where(d < 1, 0.5 * d**2, d - 0.5).sum(axis=2)
    positive = classes > 0
    total = losses[chosen].sum() + alpha * places[positive].sum()
    return np.asarray(total / max(positive.sum(), 1), dtype=scores.dtype)


def ssd_loss_backward(
    dy: ArrayLike,
    scores: ArrayLike,
    offsets: ArrayLike,
    classes: ArrayLike,
    targets: ArrayLike,
    negative_ratio: float = 3.0,
    alpha: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of scores and offsets; what was not chosen gets 0.

    Args:
        dy: the gradient of L, a scalar.
        scores: as they were given.
        offsets: as they were given.
        classes: as they were given.
        targets: as they were given.
        negative_ratio: as it was given.
        alpha: as it was given.

    Returns:
        (dscores (N, A, K), doffsets (N, A, 4)).
    """
    scores, offsets, classes, targets = _given(scores, offsets, classes, targets)
    log_p = _log_softmax(scores)
    losses = -np.take_along_axis(log_p, classes[..., None], axis=2)[..., 0]
    positive = classes > 0
    share = (np.asarray(dy) / max(positive.sum(), 1)).astype(scores.dtype)
    dscores = np.exp(log_p)
    dscores -= np.eye(scores.shape[2], dtype=scores.dtype)[classes]  # p - t, as ever
    dscores *= share * _chosen(losses, classes, negative_ratio)[..., None]
    slope = np.clip(offsets - targets, -1, 1)
    return dscores, float(alpha) * share * slope * positive[..., None]


def _chosen(losses: np.ndarray, classes: np.ndarray, negative_ratio: float) -> np.ndarray:
    """Return which anchors (N, A) count: the positives, and of each image the worst negatives."""
    chosen = classes > 0
    for n, positive in enumerate(chosen.copy()):
        hardness = np.where(positive, -np.inf, losses[n])
        wanted = int(min(negative_ratio * positive.sum(), (~positive).sum()))
        hardest = np.argsort(-hardness, kind="stable")[:wanted]
        chosen[n, hardest] = True
    return chosen


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    """Return the logarithms of the probabilities, without overflow."""
    shifted = scores - scores.max(axis=2, keepdims=True, initial=-np.inf)
    return shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))


def _given(
    scores: ArrayLike, offsets: ArrayLike, classes: ArrayLike, targets: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the arrays after a check of their shapes and of the classes."""
    scores, offsets = as_float("scores", scores), as_float("offsets", offsets)
    require_shape("scores", scores, (None, None, None))
    N, A, K = scores.shape
    classes = np.asarray(classes)
    require_shape("offsets", offsets, (N, A, 4))
    require_shape("classes", classes, (N, A))
    if classes.dtype.kind not in "iu" or np.any((classes < 0) | (classes >= K)):
        raise ValueError(f"classes must hold numbers from 0 to {K - 1}.")
    targets = as_float("targets", targets)
    require_shape("targets", targets, offsets.shape)
    return scores, offsets, classes, targets
