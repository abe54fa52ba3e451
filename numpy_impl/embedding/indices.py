"""Checks of indices: whole numbers that each name a row of a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def as_indices(name: str, value: ArrayLike, n: int) -> np.ndarray:
    """Return ``value`` as an array of integers from 0 to n - 1.

    NumPy itself would take -1 for the last row, without a word.

    Raises:
        ValueError: if they are not whole numbers, or one is outside.
    """
    array = np.asarray(value)
    if not array.size:
        array = array.astype(np.int64)  # a list of nothing has no integers
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold integers, but its dtype is {array.dtype}.")
    if array.size and not (array.min() >= 0 and array.max() < n):
        raise ValueError(
            f"{name} goes from {array.min()} to {array.max()}, but must be from 0 to {n - 1}."
        )
    return array
