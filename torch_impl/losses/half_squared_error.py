"""Half squared error in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class HalfSquaredError(nn.MSELoss):
    """L = 1/2 sum (y - t)^2: half of :class:`torch.nn.MSELoss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "sum") -> None:
        super().__init__(reduction=reduction)

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return super().forward(y, t) / 2
