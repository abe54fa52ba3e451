"""What the attentions of encoder and decoder share in PyTorch: the mean of a source."""

from __future__ import annotations

import torch


def mean_of(scores: torch.Tensor, V: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """Return softmax(scores) V for scores (N, T_q, T_k), of the steps that count (N, T_k)."""
    if mask is not None:
        scores = scores.masked_fill(~mask.bool().unsqueeze(1), -torch.inf)
    return torch.softmax(scores, dim=2) @ V
