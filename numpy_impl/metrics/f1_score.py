"""The F score."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.averaging import averaged, matrix, share


def f1_score(
    y: ArrayLike,
    t: ArrayLike,
    average: str = "binary",
    n_classes: int | None = None,
    beta: float = 1.0,
) -> np.ndarray:
    """Return the harmonic mean of precision and recall, 2 P R / (P + R) = 2 TP / (2 TP + FP + FN).

    Args:
        y: the predicted classes (N,).
        t: the true classes (N,).
        average: ``"binary"`` that of class 1 of 0 and 1; ``"micro"`` of all classes' counts
            together; ``"macro"`` the mean over the classes that occur; ``"weighted"`` the mean
            weighted by how often each is true; ``"none"`` that of each class.
        n_classes: how many classes there are; if None, one more than the largest number.
        beta: recall counts beta times as much as precision.

    Returns:
        A scalar; (C,) for each class. Where a class is neither said nor true it is 0.

    Source:
        Manning, Raghavan and Schütze (2008), Introduction to information retrieval, eq. 8.5.
    """
    if not beta > 0:
        raise ValueError(f"beta is {beta}, but must be greater than 0.")
    n = matrix(y, t, average, n_classes)
    tp = np.diagonal(n)
    fp = n.sum(axis=0) - tp
    fn = n.sum(axis=1) - tp
    b = beta**2
    F = share((1 + b) * tp, (1 + b) * tp + fp + b * fn, average)
    return averaged(F, n, average)
