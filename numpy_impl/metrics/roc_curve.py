"""The ROC curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import scores_and_truth
from numpy_impl.metrics.ranking import counted_down


def roc_curve(y: ArrayLike, t: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the false and the true positive rate for each threshold, from none to all.

        FPR = FP / (FP + TN), TPR = TP / (TP + FN)

    Args:
        y: the scores (N,): the larger, the more an example is held to be positive.
        t: 1 for a positive example, else 0 (N,).

    Returns:
        (FPR, TPR), each (K + 1,): the point (0, 0), then one for each of the K different scores,
        the largest first, with all examples of at least this score called positive.

    Raises:
        ValueError: if no example is positive, or none is negative.

    Source:
        Fawcett (2006), An introduction to ROC analysis, algorithm 1.
    """
    y, t = scores_and_truth(y, t)
    if t.all():
        raise ValueError("No example of t is negative, but one at least is needed.")
    tp, fp = counted_down(y, t)
    TPR = np.append(0, tp) / tp[-1]  # the last threshold lets all positives through
    FPR = np.append(0, fp) / fp[-1]
    return FPR.astype(y.dtype), TPR.astype(y.dtype)
