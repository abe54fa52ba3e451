"""Precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.averaging import averaged, matrix, share


def precision(
    y: ArrayLike, t: ArrayLike, average: str = "binary", n_classes: int | None = None
) -> np.ndarray:
    """Return the share of what is said to be of a class that is of it: TP / (TP + FP).

    Args:
        y: the predicted classes (N,).
        t: the true classes (N,).
        average: ``"binary"`` that of class 1 of 0 and 1; ``"micro"`` of all classes' counts
            together; ``"macro"`` the mean over the classes that occur; ``"weighted"`` the mean
            weighted by how often each is true; ``"none"`` that of each class.
        n_classes: how many classes there are; if None, one more than the largest number.

    Returns:
        A scalar; (C,) for each class. Where nothing is said to be of a class it is 0.

    Source:
        Manning, Raghavan and Schütze (2008), Introduction to information retrieval, eq. 8.3.
    """
    n = matrix(y, t, average, n_classes)
    tp = np.diagonal(n)
    fp = n.sum(axis=0) - tp  # a column: all that is said to be of the class
    P = share(tp, tp + fp, average)
    return averaged(P, n, average)
