"""The sampler of negatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.word_indices import word_indices
from numpy_impl.validation import require_not_negative


def unigram_sampler(
    corpus: ArrayLike,
    target: ArrayLike,
    sample_size: int,
    power: float = 0.75,
    seed: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the distribution of the words, and words drawn from it that are not the target.

        p_w = count_w^power / sum_v count_v^power

    With the power 3/4 rare words come more often than in the corpus, frequent ones less often.

    Args:
        corpus: the text as numbers of words (T,); there are as many words as its largest number
            says, plus 1.
        target: for each example the word that must not be drawn (N,).
        sample_size: how many different words are drawn for each example, K.
        power: what the counts are raised to, at least 0: 1 is the corpus itself; with 0 every word
            of the corpus is as likely.
        seed: the same seed draws the same words.

    Returns:
        (p, negative): p (n_words,), the target still in it, and negative (N, K).

    Source:
        Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed representations of words and
        phrases and their compositionality, section 2.2.
    """
    count = np.bincount(word_indices("corpus", corpus, (None,)))
    n_words, seen = len(count), np.count_nonzero(count)
    target = word_indices("target", target, (None,), n_words)
    require_not_negative("power", power)
    if not 0 <= sample_size < seen:
        raise ValueError(
            f"sample_size is {sample_size}, but of {seen} different words in the corpus one is the "
            f"target: at most {seen - 1} can be drawn."
        )
    p = np.where(count > 0, count.astype(np.float64) ** power, 0)
    p /= p.sum()
    rng = np.random.default_rng(seed)
    negative = np.empty((len(target), sample_size), dtype=np.int64)
    for n, word in enumerate(target):
        others = p.copy()
        others[word] = 0  # the target is no negative of its own
        others /= others.sum()
        negative[n] = rng.choice(n_words, size=sample_size, replace=False, p=others)
    return p, negative
