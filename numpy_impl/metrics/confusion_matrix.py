"""The confusion matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import class_numbers
from numpy_impl.validation import require_shape


def confusion_matrix(y: ArrayLike, t: ArrayLike, n_classes: int | None = None) -> np.ndarray:
    """Return how many examples of each true class are said to be of each class.

    Args:
        y: the predicted classes (N,), or of any shape.
        t: the true classes, of the same shape.
        n_classes: how many classes there are; if None, one more than the largest number.

    Returns:
        n (C, C), whole numbers: n[i, j] counts what is of class i and is said to be of class j.

    Raises:
        ValueError: if a label is no class.

    Source:
        Fawcett (2006), An introduction to ROC analysis, figure 1.
    """
    y, t = class_numbers("y", y), class_numbers("t", t)
    require_shape("y", y, t.shape)
    if not t.size and n_classes is None:
        raise ValueError("y has no examples, but must have one if n_classes is not given.")
    largest = max(y.max(initial=0), t.max(initial=0))
    C = largest + 1 if n_classes is None else n_classes
    if largest >= C:
        raise ValueError(f"A label is {largest}, but must be below n_classes = {C}.")
    n = np.zeros((C, C), dtype=np.intp)
    np.add.at(n, (t, y), 1)  # n[t, y] += 1 would count an index that repeats once only
    return n
