"""The loss of predicting the next token in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class NextTokenLoss(nn.CrossEntropyLoss):
    """Position t against token t + 1, by :class:`torch.nn.CrossEntropyLoss`, classes on axis 1.

    Shapes:
        x (N, T, V), t (N, T). L: a scalar, or (N, T - 1) with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", ignore_index: int = -100) -> None:
        super().__init__(reduction=reduction, ignore_index=ignore_index)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return super().forward(x[:, :-1].mT, t[:, 1:].long())
