"""What decoding asks of a model in PyTorch: the scores of the next word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

Scores = Callable[[Sequence[int]], torch.Tensor]
"""Gives the scores (V,) of the next word for the words so far, without the start."""


def next_word_scores(
    scores: torch.Tensor | Scores, start: int, length: int | None
) -> tuple[Scores, int]:
    """Return the scores as a function, and the greatest length."""
    if callable(scores):
        return scores, length
    return lambda words: scores[len(words), words[-1] if words else start], length or len(scores)
