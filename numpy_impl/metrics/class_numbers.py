"""Checks of what metrics compare: class numbers, and scores beside true or false."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def class_numbers(name: str, labels: ArrayLike) -> np.ndarray:
    """Return labels as whole numbers from 0; they may come as floats or booleans.

    Raises:
        ValueError: if one is not whole, or negative.
    """
    labels = np.asarray(labels)
    whole = labels.astype(np.intp)
    if np.any(whole != labels) or np.any(whole < 0):
        raise ValueError(f"{name} must hold class numbers: 0, 1, 2 and so on.")
    return whole


def scores_and_truth(y: ArrayLike, t: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores (N,) as floats, and t (N,) as 0 and 1.

    Raises:
        ValueError: if there are no examples, or t holds anything else.
    """
    y, t = as_float("y", y), class_numbers("t", t)
    require_shape("y", y, (None,))
    require_shape("t", t, y.shape)
    if np.any(t > 1):
        raise ValueError(f"t holds the class {t.max()}, but must be 0 or 1.")
    if not t.any():
        raise ValueError("No example of t is positive, but one at least is needed.")
    return y, t
