"""Global average pooling over a volume in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class GlobalAvgPool3d(nn.Module):
    """The mean of each channel's volume, as ``adaptive_avg_pool3d`` to one place."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, D, H, W)."""
        return F.adaptive_avg_pool3d(x, 1).flatten(1)
