"""The focal loss in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class FocalLoss(nn.Module):
    """L = -a (1 - p)^gamma log p, by binary_cross_entropy_with_logits; PyTorch has none itself.

    Shapes:
        x, t: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(
        self, alpha: float | None = 0.25, gamma: float = 2.0, reduction: str = "mean"
    ) -> None:
        super().__init__()
        self.alpha, self.gamma, self.reduction = alpha, gamma, reduction

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        ce = F.binary_cross_entropy_with_logits(x, t, reduction="none")
        wrong = x.sigmoid() * (1 - t) + (-x).sigmoid() * t
        losses = wrong**self.gamma * ce
        if self.alpha is not None:
            losses = losses * (self.alpha * t + (1 - self.alpha) * (1 - t))
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()
