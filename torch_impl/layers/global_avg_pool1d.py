"""Global average pooling over a sequence in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class GlobalAvgPool1d(nn.Module):
    """The mean of each channel's sequence, as ``adaptive_avg_pool1d`` to one step."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, T)."""
        return F.adaptive_avg_pool1d(x, 1).flatten(1)
