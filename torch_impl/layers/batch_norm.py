"""Batch normalization in PyTorch."""

from __future__ import annotations

import torch
from torch.nn.modules.batchnorm import _BatchNorm


class BatchNorm(_BatchNorm):
    """Normalizes each channel over the batch, as ``torch.nn.BatchNorm1d`` and ``2d``.

    PyTorch's own momentum is the weight of the new value, and its running variance is unbiased;
    ``momentum`` and ``running_variance`` are those of the NumPy twin.

    Shapes:
        x (N, C) or (N, C, H, W); weight (gamma), bias (beta), running_mean, running_var (C,).
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

    def _check_input_dim(self, x: torch.Tensor) -> None:
        if x.dim() not in (2, 4):
            raise ValueError(f"expected (N, C) or (N, C, H, W), got {tuple(x.shape)}")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        kept = (1 - self.momentum) * self.running_var
        y = super().forward(x)
        if self.training and self.running_variance == "biased":
            n = x.numel() // x.shape[1]
            # The increment was var * n / (n - 1). A new tensor, since backward needs the old one.
            self.running_var = kept + (self.running_var - kept) * ((n - 1) / n)
        return y
