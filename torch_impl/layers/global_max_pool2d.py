"""Global max pooling in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class GlobalMaxPool2d(nn.Module):
    """The maximum of each channel's image, as :func:`torch.amax`: ties share the gradient."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, H, W)."""
        return x.amax(dim=(2, 3))
