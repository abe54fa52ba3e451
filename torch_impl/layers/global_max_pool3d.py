"""Global max pooling over a volume in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class GlobalMaxPool3d(nn.Module):
    """The maximum of each channel's volume, as :func:`torch.amax`: ties share the gradient."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, D, H, W)."""
        return x.amax(dim=(2, 3, 4))
