"""Finds the padding of sequences in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class Masking(nn.Module):
    """Tells the steps that count from padding; PyTorch has no part of its own for it.

    Shapes:
        x and y (N, T, n_in), mask (N, T).
    """

    def __init__(self, mask_value: float = 0.0) -> None:
        super().__init__()
        self.mask_value = mask_value

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (y, mask): x with 0 at padded steps, and whether each step counts."""
        mask = (x != self.mask_value).any(dim=2)
        return x.masked_fill(~mask[:, :, None], 0.0), mask


class _LeftAsItIs(Masking):
    """The mask alone: the padding keeps its value."""

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (x, mask)."""
        return x * 1.0, super().forward(x)[1]
