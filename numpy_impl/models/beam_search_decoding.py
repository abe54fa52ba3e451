"""Beam search."""

from __future__ import annotations

import numpy as np

from numpy_impl.models.next_word_scores import Scores, next_word_scores
from numpy_impl.validation import require_not_negative


def beam_search_decoding(
    scores: np.ndarray | Scores,
    start: int = 0,
    end: int | None = None,
    length: int | None = None,
    beam: int = 3,
    alpha: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeliest sequences that are found when ``beam`` of them are kept at each step.

    Every sequence that has not ended is continued by every word; of all these, and of those that
    have ended, the ``beam`` likeliest stay. In the end they are ranked by

        log p / n^alpha

    with n the number of their words, the end included: with alpha = 0 short sequences win, since
    every word makes the probability smaller. Of equals the one goes first that stood first before,
    then the one with the word of the lowest number.

    Args:
        scores: the logits of the next word: a table (T, R, V), whose row [t, w] holds those after
            the word w at step t, or a function that gives (V,) for the words so far. R may be
            greater than V: a row for a start that is no word.
        start: the row of the table with which it begins.
        end: the word that ends a sequence; none does if None.
        length: the greatest number of words; the T of a table if None.
        beam: how many sequences are kept.
        alpha: the power of the length by which log p is divided.

    Returns:
        The sequences (K, length), the best first, behind the end filled with ``end``; and what
        they were ranked by (K,). K is ``beam``, or less if there are not so many.

    Source:
        Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks,
        section 3.2; the length: Wu et al. (2016), Google's neural machine translation system,
        section 7, in its simplest form.
    """
    if beam < 1:
        raise ValueError(f"beam is {beam}, but must be at least 1.")
    require_not_negative("alpha", alpha)
    score, length = next_word_scores(scores, start, end, length)
    kept: list[list[int]] = [[]]
    log_p = np.zeros(1)
    ended = np.zeros(1, dtype=bool)
    for _ in range(length):
        rows = [score(words) for words, over in zip(kept, ended, strict=True) if not over]
        V, dtype = len(rows[0]), rows[0].dtype
        alive = iter(rows)
        total = np.full((len(kept), V), -np.inf, dtype=dtype)
        for k in range(len(kept)):
            if ended[k]:
                total[k, end] = log_p[k]  # stays as it is
            else:
                a = next(alive)
                total[k] = log_p[k] + (a - np.logaddexp.reduce(a))
        best = np.argsort(-total, axis=None, kind="stable")[:beam]
        best = best[total.ravel()[best] > -np.inf]
        parents, words = np.divmod(best, V)
        kept = [kept[k] + [int(w)] * (not ended[k]) for k, w in zip(parents, words, strict=True)]
        log_p = total.ravel()[best]
        ended = ended[parents] | (words == end)
        if ended.all():
            break
    n = np.array([len(words) for words in kept])
    ranked_by = log_p / n.astype(log_p.dtype) ** log_p.dtype.type(alpha)
    order = np.argsort(-ranked_by, kind="stable")
    filled = [kept[k] + [kept[k][-1]] * (length - n[k]) for k in order]
    return np.array(filled), ranked_by[order]
