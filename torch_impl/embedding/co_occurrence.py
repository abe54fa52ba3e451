"""How often words occur near each other in PyTorch."""

from __future__ import annotations

import torch


def co_occurrence(corpus: torch.Tensor, n_words: int, window_size: int = 1) -> torch.Tensor:
    """Return C (n_words, n_words) for corpus (T,), each pair a number that ``bincount`` counts."""
    corpus = corpus.long()
    C = torch.zeros(n_words, n_words, dtype=torch.long)
    for distance in range(1, min(window_size, len(corpus) - 1) + 1):
        pairs = corpus[:-distance] * n_words + corpus[distance:]
        right = torch.bincount(pairs, minlength=n_words**2).reshape(n_words, n_words)
        C = C + right + right.T
    return C
