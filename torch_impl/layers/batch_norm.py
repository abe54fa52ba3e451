"""Batch normalization in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class BatchNorm(nn.BatchNorm2d):
    """Normalizes each channel over the batch, as ``torch.nn.BatchNorm1d``, ``2d`` and ``3d``.

    PyTorch's own momentum is the weight of the new value, and its running variance is unbiased;
    ``momentum`` and ``running_variance`` are those of the NumPy twin.

    Shapes:
        x (N, C) or, with any axes of space, (N, C, H, W); weight (gamma), bias (beta),
        running_mean, running_var (C,).
    """

    def __init__(
        self,
        n_channels: int,
        momentum: float = 0.9,
        epsilon: float = 1e-5,
        running_variance: str = "biased",
    ) -> None:
        super().__init__(n_channels, eps=epsilon, momentum=1 - momentum)
        self.running_variance = running_variance

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        if x.dim() < 2:
            raise ValueError(f"expected (N, C) with any axes of space, got {tuple(x.shape)}")
        image = x.unsqueeze(-1).flatten(2).unsqueeze(-1)  # all of space along one axis
        if not self.training or self.running_variance == "unbiased":
            return super().forward(image).reshape(x.shape)
        # PyTorch updates these in place and keeps them for backward, so it is given copies.
        mean, var = self.running_mean.clone(), self.running_var.clone()
        y = F.batch_norm(image, mean, var, self.weight, self.bias, True, self.momentum, self.eps)
        self.running_mean.copy_(mean)
        n = x.numel() // x.shape[1]
        kept = (1 - self.momentum) * self.running_var
        # The increment was var * n / (n - 1).
        self.running_var.copy_(kept + (var - kept) * ((n - 1) / n))
        self.num_batches_tracked.add_(1)
        return y.reshape(x.shape)
