"""Greedy decoding in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.models.next_word_scores import Scores, next_word_scores


def greedy_decoding(
    scores: torch.Tensor | Scores,
    start: int = 0,
    end: int | None = None,
    length: int | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the likeliest word at each step, by ``log_softmax`` and ``argmax``.

    Shapes:
        scores (T, R, V), or a function that gives (V,); words (length,), log p a scalar.
    """
    score, length = next_word_scores(scores, start, length)
    words: list[int] = []
    found = []
    while len(words) < length and (not words or words[-1] != end):
        log_p = torch.log_softmax(score(words), dim=0)
        found.append(log_p.max())
        words.append(int(log_p.argmax()))
    words += [words[-1]] * (length - len(words))
    return torch.tensor(words), torch.stack(found).sum()
