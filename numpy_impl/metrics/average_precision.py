"""Average precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import scores_and_truth
from numpy_impl.metrics.ranking import counted_down
from numpy_impl.validation import require_choice


def average_precision(
    y: ArrayLike,
    t: ArrayLike,
    interpolation: str = "none",
    n_positives: int | None = None,
) -> np.ndarray:
    """Return the precision, averaged over the recall as one goes down a ranking.

        AP = sum_k (R_k - R_(k-1)) P_k

    Args:
        y: the scores (N,): the larger, the more an example is held to be positive.
        t: 1 for a positive example, else 0 (N,). In detection, whether a box has met an object.
        interpolation: ``"none"``; ``"all_points"`` takes at each recall the best precision that
            comes from there on; ``"eleven_points"`` averages those at recall 0, 0.1, ..., 1.
        n_positives: how many positive examples there are, if some of them have no score, such as
            objects that no box has met; if None, as many as t holds.

    Returns:
        A scalar from 0 to 1. The mean over the classes is the mAP.

    Raises:
        ValueError: if no example is positive, or n_positives is less than t holds.

    Source:
        Everingham et al. (2010), The PASCAL visual object classes challenge, section 4.2.
    """
    require_choice("interpolation", interpolation, ("none", "all_points", "eleven_points"))
    y, t = scores_and_truth(y, t)
    total = t.sum() if n_positives is None else n_positives
    if total < t.sum():
        raise ValueError(f"n_positives is {total}, but t holds {t.sum()} of them.")
    tp, fp = counted_down(y, t)
    P = tp / (tp + fp)
    if interpolation != "none":
        P = np.maximum.accumulate(P[::-1])[::-1]  # the best that is still to come
    if interpolation == "eleven_points":
        reached = [10 * tp >= tenth * total for tenth in range(11)]
        return np.mean([P[r].max(initial=0) for r in reached]).astype(y.dtype)
    step = np.diff(tp, prepend=0) / total
    return np.sum(step * P).astype(y.dtype)
