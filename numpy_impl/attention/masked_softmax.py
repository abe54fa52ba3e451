"""What the attentions share: a softmax that knows -inf, and arrays that are broadcast to scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def masked_softmax(scores: np.ndarray, axis: int) -> np.ndarray:
    """Return exp(scores) / sum exp(scores) along an axis: 0 for a score of -inf.

    Where all scores are -inf there is nothing to attend to, and all weights are 0.
    """
    c = scores.max(axis=axis, keepdims=True, initial=-np.inf)  # so that no exp overflows
    e = np.exp(scores - np.where(np.isfinite(c), c, 0))
    total = e.sum(axis=axis, keepdims=True)
    return e / np.where(total == 0, 1, total)


def broadcast(name: str, array: ArrayLike, shape: Sequence[int]) -> np.ndarray:
    """Return ``array`` broadcast to ``shape``, the shape of the scores.

    Raises:
        ValueError: naming both shapes, if it does not fit.
    """
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise ValueError(
            f"{name} has shape {np.shape(array)}, which cannot be broadcast to {tuple(shape)}."
        ) from None


def summed_to(shape: Sequence[int], gradient: np.ndarray) -> np.ndarray:
    """Return the gradient of an array of ``shape`` that was broadcast: a sum for each element."""
    added = gradient.ndim - len(shape)
    stretched = tuple(added + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=(*range(added), *stretched)).reshape(shape)
