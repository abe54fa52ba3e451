"""Greedy decoding."""

from __future__ import annotations

import numpy as np

from numpy_impl.models.next_word_scores import Scores, next_word_scores


def greedy_decoding(
    scores: np.ndarray | Scores, start: int = 0, end: int | None = None, length: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the words that a model says when it always takes the likeliest next one.

    Of equally likely words the one with the lowest number is taken. The sequence ends with the
    word ``end``, or after ``length`` words.

    Args:
        scores: the logits of the next word: a table (T, R, V), whose row [t, w] holds those after
            the word w at step t, or a function that gives (V,) for the words so far. R may be
            greater than V: a row for a start that is no word.
        start: the row of the table with which it begins.
        end: the word that ends a sequence; none does if None.
        length: the greatest number of words; the T of a table if None.

    Returns:
        The words (length,), behind the end filled with ``end``; and the logarithm of the
        probability of all of them together, the end included.

    Source:
        Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks,
        section 3.2 (a beam of size 1).
    """
    score, length = next_word_scores(scores, start, end, length)
    words: list[int] = []
    log_p = None
    for _ in range(length):
        a = score(words)
        word = int(np.argmax(a))  # of equal ones the lowest number
        log_p_word = a[word] - np.logaddexp.reduce(a)
        log_p = log_p_word if log_p is None else log_p + log_p_word
        words.append(word)
        if word == end:
            break
    rest = [word] * (length - len(words))
    return np.array(words + rest), np.asarray(log_p)
