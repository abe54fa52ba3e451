"""What is counted down a ranking, in PyTorch."""

from __future__ import annotations

import torch


def counted_down(y: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return how many positive and negative examples have at least each score, the largest first.

    Shapes:
        y and t (N,); both results (K,), for K different scores.
    """
    scores = y.unique().flip(0)
    above = y >= scores[:, None]
    return (above & (t == 1)).sum(1), (above & (t == 0)).sum(1)
