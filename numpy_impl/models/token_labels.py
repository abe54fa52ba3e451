"""Class numbers of tokens, some of which do not count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def counted_tokens(
    x: np.ndarray, t: ArrayLike, ignore_label: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return t (...) with 0 for tokens that do not count, and whether each one counts.

    Args:
        x: what belongs to t (..., C), one number for each word of the vocabulary.
        t: the right word of each token (...).
        ignore_label: the label of tokens that do not count; all count if None.

    Raises:
        ValueError: if t has another shape, is no integer or lies outside the vocabulary.
    """
    if x.ndim == 0 or x.shape[-1] == 0:
        raise ValueError(f"x has shape {x.shape}, but its last axis must be the vocabulary.")
    t = np.asarray(t)
    if t.shape != x.shape[:-1]:
        raise ValueError(f"t has shape {t.shape}, but x of shape {x.shape} needs {x.shape[:-1]}.")
    counts = np.ones(t.shape, dtype=bool) if ignore_label is None else t != ignore_label
    return words_within("t", np.where(counts, t, np.zeros_like(t)), x.shape[-1]), counts


def words_within(name: str, words: ArrayLike, vocab: int) -> np.ndarray:
    """Return the words as integers.

    Raises:
        ValueError: if one is no integer from 0 to vocab - 1.
    """
    words = np.asarray(words)
    if words.size and words.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold the numbers of words, but its dtype is {words.dtype}.")
    wrong = words[(words < 0) | (words >= vocab)]
    if wrong.size:
        raise ValueError(
            f"{name} holds the word {wrong[0]}, but the {vocab} words are 0 to {vocab - 1}."
        )
    return words.astype(np.intp)
