"""The reduction over the examples of a batch, and each example's part of the gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.loss import Loss


def reduced(values: np.ndarray, reduction: str) -> np.ndarray:
    """Return one number for each example as they are, their sum or their mean."""
    return Loss(reduction).reduce(values)


def shared(dvalue: ArrayLike, like: np.ndarray, reduction: str) -> np.ndarray:
    """Return the gradient of each example's number, in the shape and type of ``like``."""
    loss = Loss(reduction)
    loss.reduce(like)
    return loss.share(dvalue)
