"""Regularizers in PyTorch, which leaves them to the loss: a penalty is any scalar tensor."""

from __future__ import annotations

import torch
from torch import nn


class L1(nn.Module):
    """penalty = rate sum |W|; autograd takes the derivative of |W| at 0 to be 0."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, W: torch.Tensor) -> torch.Tensor:
        """Return the penalty of W, a scalar."""
        return self.rate * torch.linalg.vector_norm(W, ord=1)


class L2(nn.Module):
    """penalty = (rate / 2) sum W^2; its gradient is that of ``weight_decay=rate``."""

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, W: torch.Tensor) -> torch.Tensor:
        """Return the penalty of W, a scalar."""
        return 0.5 * self.rate * W.square().sum()


class ElasticNet(nn.Module):
    """penalty = l1 sum |W| + (l2 / 2) sum W^2."""

    def __init__(self, l1: float = 0.01, l2: float = 0.01) -> None:
        super().__init__()
        self.lasso, self.ridge = L1(l1), L2(l2)

    def forward(self, W: torch.Tensor) -> torch.Tensor:
        """Return the penalty of W, a scalar."""
        return self.lasso(W) + self.ridge(W)
