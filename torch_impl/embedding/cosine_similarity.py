"""The cosine of the angle between two vectors in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class CosineSimilarity(nn.Module):
    """y = u v / (l_u l_v) along the last axis, by ``normalize``.

    :class:`torch.nn.CosineSimilarity` gives the same y; where a norm is below epsilon it has
    another gradient, that of the norm which it left out.

    Shapes:
        u and v (..., D), y (...).
    """

    def __init__(self, epsilon: float = 1e-8, added: bool = False) -> None:
        super().__init__()
        self.epsilon, self.added = epsilon, added

    def forward(self, u: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        """Return y (...)."""
        return (self.unit(u) * self.unit(v)).sum(dim=-1)

    def unit(self, x: torch.Tensor) -> torch.Tensor:
        """Return x (..., D) divided by its length."""
        if self.added:
            norm = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
            return x / (norm + self.epsilon)
        return F.normalize(x, dim=-1, eps=self.epsilon)
