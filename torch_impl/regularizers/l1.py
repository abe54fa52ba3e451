"""L1 regularization (lasso) in PyTorch."""

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
