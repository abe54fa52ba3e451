"""L2 regularization (ridge, weight decay) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class L2(nn.Module):
    """penalty = (rate / 2) sum W^2; its gradient is that of ``weight_decay=rate``."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, W: torch.Tensor) -> torch.Tensor:
        """Return the penalty of W, a scalar."""
        return 0.5 * self.rate * W.square().sum()
