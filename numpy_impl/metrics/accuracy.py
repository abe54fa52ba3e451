"""Accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import class_numbers
from numpy_impl.validation import as_float, require_shape


def accuracy(y: ArrayLike, t: ArrayLike, threshold: float | None = None) -> np.ndarray:
    """Return the share of the examples that are right.

    Args:
        y: the predicted classes (N,); or each class' score (N, C), of which the largest is meant;
            or, with a threshold, the probability of class 1 (N,).
        t: the true classes (N,), or one-hot rows (N, C).
        threshold: y above it means class 1, else 0.

    Returns:
        A scalar from 0 to 1.

    Raises:
        ValueError: if there are no examples, or y or t holds what is no class.

    Source:
        Fawcett (2006), An introduction to ROC analysis, figure 1.
    """
    y, t = as_float("y", y), np.asarray(t)
    kind = y.dtype
    if threshold is not None:
        require_shape("y", y, (None,))
        y = y > threshold
    said = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] else y
    true = t.argmax(axis=1) if t.ndim == 2 and t.shape[1] else t
    require_shape("y", said, (None,))
    require_shape("t", true, said.shape)
    if not len(true):
        raise ValueError("y has no examples, but the mean of none is not defined.")
    right = class_numbers("y", said) == class_numbers("t", true)
    return right.mean(dtype=kind)
