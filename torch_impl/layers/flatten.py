"""The layer between images and dense layers in PyTorch."""

from __future__ import annotations

from torch import nn


class Flatten(nn.Flatten):
    """(N, C, H, W) to (N, C H W), as :class:`torch.nn.Flatten`."""
