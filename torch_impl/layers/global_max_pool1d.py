"""Global max pooling over a sequence in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class GlobalMaxPool1d(nn.Module):
    """The maximum of each channel's sequence, as :func:`torch.amax`: ties share the gradient."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, T)."""
        return x.amax(dim=2)
