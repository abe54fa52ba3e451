"""Instance normalization in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class InstanceNorm(nn.InstanceNorm2d):
    """Normalizes each channel of each example, as ``torch.nn.InstanceNorm1d``, ``2d`` and ``3d``.

    PyTorch's own can keep running statistics besides, ``track_running_stats``; this one never does.

    Shapes:
        x (N, C, T), (N, C, H, W) or (N, C, D, H, W); weight (gamma), bias (beta) (C,).
    """

    def __init__(self, n_channels: int, epsilon: float = 1e-5, affine: bool = True) -> None:
        super().__init__(n_channels, eps=epsilon, affine=affine)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        if x.dim() < 3:
            raise ValueError(f"expected (N, C) with axes of space, got {tuple(x.shape)}")
        if not len(x):  # PyTorch refuses to normalize no examples
            return x.clone()
        image = x.flatten(2).unsqueeze(-1)  # all of space along one axis
        return super().forward(image).reshape(x.shape)
