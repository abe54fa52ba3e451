"""Top-k accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.metrics.class_numbers import class_numbers
from numpy_impl.validation import as_float, require_shape


def top_k_accuracy(y: ArrayLike, t: ArrayLike, k: int = 5) -> np.ndarray:
    """Return the share of the examples whose true class is among the k with the largest scores.

    Args:
        y: each class' score (N, C).
        t: the true classes (N,).
        k: how many guesses count. A class that ties with the last of them counts as well.

    Returns:
        A scalar from 0 to 1; with k = 1 the accuracy, where no scores tie.

    Raises:
        ValueError: if there are no examples, t holds what is no class, or k is below 1.

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks, section 2.
    """
    y, t = as_float("y", y), class_numbers("t", t)
    require_shape("y", y, (None, None))
    require_shape("t", t, y.shape[:1])
    if not y.size:
        raise ValueError(f"y has shape {y.shape}, but must have examples and classes.")
    if t.max() >= y.shape[1]:
        raise ValueError(f"t holds the class {t.max()}, but must be below {y.shape[1]}.")
    if k < 1:
        raise ValueError(f"k is {k}, but must be at least 1.")
    score = np.take_along_axis(y, t[:, np.newaxis], axis=1)
    better = (y > score).sum(axis=1)
    return (better < k).mean(dtype=y.dtype)
