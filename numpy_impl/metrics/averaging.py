"""What precision, recall and F share: a ratio for each class, and one number made of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.confusion_matrix import confusion_matrix
from numpy_impl.validation import require_choice

AVERAGES = ("binary", "micro", "macro", "weighted", "none")


def matrix(y: ArrayLike, t: ArrayLike, average: str, n_classes: int | None) -> np.ndarray:
    """Return the confusion matrix (C, C): 2 classes where the average is binary."""
    require_choice("average", average, AVERAGES)
    n = confusion_matrix(y, t, 2 if average == "binary" else n_classes)
    if not n.any():
        raise ValueError("y has no examples, but the mean of none is not defined.")
    return n


def share(part: np.ndarray, whole: np.ndarray, average: str) -> np.ndarray:
    """Return part / whole of each class, or of all together if micro; 0 where whole is 0."""
    if average == "micro":
        part, whole = part.sum(), whole.sum()
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole > 0)


def averaged(each: np.ndarray, n: np.ndarray, average: str) -> np.ndarray:
    """Return one number of those of the classes: that of class 1, or a mean.

    The macro mean leaves out classes that are neither said nor true; the weighted one counts a
    class as often as it is true.
    """
    if average == "binary":
        return each[1]
    if average == "macro":
        return each[n.any(axis=0) | n.any(axis=1)].mean()
    if average == "weighted":
        return np.average(each, weights=n.sum(axis=1))
    return each
