"""The area under the ROC curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import scores_and_truth


def roc_auc(y: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Return how often a positive example has a larger score than a negative one.

    Over all pairs of a positive and a negative example; a tie counts half. This is the area under
    the ROC curve.

    Args:
        y: the scores (N,): the larger, the more an example is held to be positive.
        t: 1 for a positive example, else 0 (N,).

    Returns:
        A scalar: 1 is a perfect order, 1/2 none at all.

    Raises:
        ValueError: if no example is positive, or none is negative.

    Source:
        Fawcett (2006), An introduction to ROC analysis, section 7.
    """
    y, t = scores_and_truth(y, t)
    if t.all():
        raise ValueError("No example of t is negative, but one at least is needed.")
    positive, negative = y[t == 1], y[t == 0]
    above = positive[:, np.newaxis] > negative
    tied = positive[:, np.newaxis] == negative
    return above.mean(dtype=y.dtype) + tied.mean(dtype=y.dtype) / 2
