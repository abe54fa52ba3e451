"""How often words occur near each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices
from numpy_impl.validation import require_shape


def co_occurrence(corpus: ArrayLike, n_words: int, window_size: int = 1) -> np.ndarray:
    """Return how often each word stands within ``window_size`` places of each other.

    Both sides count, so the matrix is symmetric. At its ends the corpus has fewer neighbours.

    Args:
        corpus: the text as word numbers (T,), from 0 to n_words - 1.
        n_words: the words of the vocabulary.
        window_size: how many places to the left and to the right belong to the context.

    Returns:
        C (n_words, n_words) in int64: C[i, j] counts word j in the context of word i.

    Raises:
        ValueError: if corpus is not one sequence of such numbers, or window_size is below 1.

    Source:
        Lund and Burgess (1996), Producing high-dimensional semantic spaces from lexical
        co-occurrence, Behavior Research Methods 28.
    """
    corpus = as_indices("corpus", corpus, n_words)
    require_shape("corpus", corpus, (None,))
    if window_size < 1:
        raise ValueError(f"window_size is {window_size}, but must be at least 1.")
    C = np.zeros((n_words, n_words), dtype=np.int64)
    for t, word in enumerate(corpus):
        for distance in range(1, window_size + 1):
            if t - distance >= 0:
                C[word, corpus[t - distance]] += 1
            if t + distance < len(corpus):
                C[word, corpus[t + distance]] += 1
    return C
