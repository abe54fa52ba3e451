"""Gradient clipping (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float


def gradient_clipping(grad: np.ndarray, threshold: float) -> np.ndarray:
    """Return grad, scaled down to the length threshold if it is longer; the direction stays.

    Args:
        grad: a gradient, of any shape; its norm is that of all elements laid end to end.
        threshold: the greatest length that is left alone, greater than 0.

    Returns:
        grad threshold / |grad| where that is shorter than grad, else grad itself.

    Source:
        Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural
        networks, algorithm 1.
    """
    grad = as_float("grad", grad)
    if not threshold > 0:
        raise ValueError(f"threshold is {threshold}, but must be greater than 0.")
    threshold = float(threshold)
    norm = np.linalg.norm(grad)
    if norm == 0:
        return grad  # nothing to scale, and no division by 0
    rate = threshold / norm
    if rate < 1:
        return grad * rate
    return grad
