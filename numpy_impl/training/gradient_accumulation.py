"""Gradient accumulation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def gradient_accumulation(
    W: ArrayLike, g: ArrayLike, lr: float = 0.01, n_accumulated: int = 4
) -> np.ndarray:
    """Return W after each micro-batch, of which several make one step of SGD.

    The gradients of n_accumulated micro-batches are summed and divided by their number, as if they
    were one batch; then W moves, and the sum begins anew.

    Args:
        W: the parameter, of any shape.
        g: the gradient of the mean loss of each micro-batch (S, ...), W's shape behind the S.
        lr: the learning rate.
        n_accumulated: how many micro-batches make one step.

    Returns:
        W after each micro-batch (S, ...). Micro-batches at the end that are too few change nothing.

    Source:
        keras.optimizers.Optimizer, gradient_accumulation_steps.
    """
    W, g = as_float("W", W).copy(), as_float("g", g)
    require_shape("g", g, (None, *W.shape))
    if n_accumulated < 1:
        raise ValueError(f"n_accumulated is {n_accumulated}, but must be at least 1.")
    path = np.empty_like(g)
    total = np.zeros_like(W)
    for k in range(len(g)):
        total += g[k]
        if (k + 1) % n_accumulated == 0:
            W -= lr * (total / n_accumulated)
            total[...] = 0
        path[k] = W
    return path
