"""The hinge loss in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class HingeLoss(nn.Module):
    """L = max(0, 1 - t y); PyTorch has it for several classes alone (MultiMarginLoss).

    Shapes:
        y, t: any, both the same, t of -1 and 1 or of 0 and 1. L: a scalar, or the shape of y with
        ``reduction="none"``.
    """

    def __init__(self, squared: bool = False, reduction: str = "mean") -> None:
        super().__init__()
        self.squared, self.reduction = squared, reduction

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        if ((t == 0) | (t == 1)).all():
            t = 2 * t - 1
        losses = (1 - t * y).clamp(min=0)
        losses = losses.square() if self.squared else losses
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()
