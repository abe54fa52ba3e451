"""The Dice loss in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.reducing import reduced


class DiceLoss(nn.Module):
    """One less the Dice coefficient of each example's region; PyTorch has none itself.

    Shapes:
        y, t (N, ...), both the same. L: a scalar, or (N,) with ``reduction="none"``.
    """

    def __init__(
        self,
        smooth: float = 1.0,
        squared: bool = False,
        whole_batch: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__()
        self.smooth, self.squared = smooth, squared
        self.whole_batch, self.reduction = whole_batch, reduction

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        y, t = (a.flatten() if self.whole_batch else a.flatten(1) for a in (y, t))
        both = (y * t).sum(dim=-1)
        sums = (y.square() + t.square() if self.squared else y + t).sum(dim=-1)
        return reduced(1 - (2 * both + self.smooth) / (sums + self.smooth), self.reduction)
