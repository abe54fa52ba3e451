"""Batch normalization in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class BatchNorm(nn.BatchNorm2d):
    """Normalizes each channel over the batch, as ``torch.nn.BatchNorm1d``, ``2d`` and ``3d``.

    PyTorch's own momentum is the weight of the new value, and its running variance is unbiased;
    ``momentum`` and ``running_variance`` are those of the NumPy twin. PyTorch's own ``affine`` has
    both scale and shift or neither; here either may be left out.

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
        use_gamma: bool = True,
        use_beta: bool = True,
        track_running_stats: bool = True,
    ) -> None:
        super().__init__(
            n_channels,
            eps=epsilon,
            momentum=1 - momentum,
            track_running_stats=track_running_stats,
        )
        if not use_gamma:
            self.register_parameter("weight", None)
        if not use_beta:
            self.register_parameter("bias", None)
        self.running_variance = running_variance

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        if x.dim() < 2:
            raise ValueError(f"expected (N, C) with any axes of space, got {tuple(x.shape)}")
        image = x.unsqueeze(-1).flatten(2).unsqueeze(-1)  # all of space along one axis
        collects = self.training and self.track_running_stats
        if not collects or self.running_variance == "unbiased":
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
