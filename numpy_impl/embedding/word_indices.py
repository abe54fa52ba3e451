"""Checks of the numbers by which words are given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def word_indices(
    name: str, words: ArrayLike, shape: Sequence[int | None], n_words: int | None = None
) -> np.ndarray:
    """Return the numbers of words as an integer array of this shape; None is any length.

    Raises:
        ValueError: for another shape, for numbers that are no integers, and for one that is not
            from 0 to n_words - 1, where it is known how many words there are.
    """
    array = np.asarray(words)
    require_shape(name, array, shape)
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold integers, but its dtype is {array.dtype}.")
    if (array < 0).any():
        raise ValueError(f"{name} holds the word {array.min()}, but the first word is 0.")
    if n_words is not None and (array >= n_words).any():
        raise ValueError(
            f"{name} holds the word {array.max()}, but {n_words} words are 0 to {n_words - 1}."
        )
    return array.astype(np.intp)


def require_sizes(n_words: int, n_hidden: int) -> None:
    """Check that there is at least one word, and that a vector has at least one element.

    Raises:
        ValueError: naming the size that is less than 1.
    """
    for name, size in (("n_words", n_words), ("n_hidden", n_hidden)):
        if size < 1:
            raise ValueError(f"{name} is {size}, but must be at least 1.")
