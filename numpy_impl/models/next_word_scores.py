"""What decoding asks of a model: the scores of the next word, after the words so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numpy_impl.validation import as_float, require_shape

Scores = Callable[[Sequence[int]], np.ndarray]
"""Gives the scores (V,) of the next word for the words so far, without the start."""


def next_word_scores(
    scores: np.ndarray | Scores, start: int, end: int | None, length: int | None
) -> tuple[Scores, int]:
    """Return the scores as a function, and the greatest length.

    Raises:
        ValueError: if a table does not fit, or a function comes without a length.
    """
    if callable(scores):
        if length is None or length < 1:
            raise ValueError(f"length is {length}, but a function needs one of at least 1.")
        return lambda words: as_float("scores", scores(words)), int(length)
    table = as_float("scores", scores)
    require_shape("scores", table, (None, None, None))
    T, R, V = table.shape
    if T == 0 or V == 0 or R < V:
        raise ValueError(
            f"scores has shape {table.shape}, but needs a step, and a row for each of {V} words."
        )
    if not 0 <= start < R:
        raise ValueError(f"start is {start}, but the {R} rows are 0 to {R - 1}.")
    if end is not None and not 0 <= end < V:
        raise ValueError(f"end is {end}, but the {V} words are 0 to {V - 1}.")
    if length is not None and not 1 <= length <= T:
        raise ValueError(f"length is {length}, but must be from 1 to the {T} steps of scores.")
    return lambda words: table[len(words), words[-1] if words else start], int(length or T)
