"""Elastic net in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.regularizers.l1 import L1
from torch_impl.regularizers.l2 import L2


class ElasticNet(nn.Module):
    """penalty = l1 sum |W| + (l2 / 2) sum W^2."""

    def __init__(self, l1: float = 0.01, l2: float = 0.01) -> None:
        super().__init__()
        self.lasso, self.ridge = L1(l1), L2(l2)

    def forward(self, W: torch.Tensor) -> torch.Tensor:
        """Return the penalty of W, a scalar."""
        return self.lasso(W) + self.ridge(W)
