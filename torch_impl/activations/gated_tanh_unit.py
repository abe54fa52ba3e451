"""The gated tanh unit in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class GatedTanhUnit(nn.Module):
    """y = tanh(a) s(b), of :func:`torch.tanh` and :func:`torch.sigmoid`."""

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of a and b."""
        return torch.tanh(a) * torch.sigmoid(b)
