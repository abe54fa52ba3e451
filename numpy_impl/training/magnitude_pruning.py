"""Pruning by magnitude."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float


def magnitude_pruning(
    W: ArrayLike, sparsity: float = 0.5, axis: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights, the smallest set to 0, and the mask that did it.

    Args:
        W: the weights, of any shape.
        sparsity: the share that becomes 0, rounded to a whole number of weights.
        axis: prunes whole slices along this axis, such as units or filters, by their Euclidean
            length; single weights if None.

    Returns:
        (W_pruned, mask), of the shape of W; the mask is 1 for what stays. To train on, multiply the
        gradient by it.

    Raises:
        ValueError: if the sparsity is not from 0 to 1, or the axis does not exist.

    Source:
        Han, Pool, Tran and Dally (2015), Learning both weights and connections for efficient neural
        networks, section 3.
    """
    W = as_float("W", W)
    if not 0 <= sparsity <= 1:
        raise ValueError(f"sparsity is {sparsity}, but must be from 0 to 1.")
    if axis is None:
        size = np.abs(W).ravel()
    elif -W.ndim <= axis < W.ndim:
        others = tuple(k for k in range(W.ndim) if k != axis % W.ndim)
        size = np.sqrt((W**2).sum(axis=others))
    else:
        raise ValueError(f"axis is {axis}, but W has {W.ndim} axes.")
    n_pruned = round(float(sparsity) * size.size)
    kept = np.ones(size.size, dtype=W.dtype)
    kept[np.argsort(size, kind="stable")[:n_pruned]] = 0
    if axis is None:
        mask = kept.reshape(W.shape)
    else:
        shape = [1] * W.ndim
        shape[axis] = -1
        mask = np.broadcast_to(kept.reshape(shape), W.shape).copy()
    return W * mask, mask
