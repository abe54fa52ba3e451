"""Pooling in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

Size = int | tuple[int, int]


class MaxPool2d(nn.MaxPool2d):
    """The maximum of each window, as :class:`torch.nn.MaxPool2d`: padded with -inf."""

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__(kernel_size, stride, padding)


class AvgPool2d(nn.AvgPool2d):
    """The mean of each window, as :class:`torch.nn.AvgPool2d`."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(kernel_size, stride, padding, count_include_pad=count_include_pad)


class LpPool2d(nn.LPPool2d):
    """(sum of x^p)^(1/p) of each window, as :class:`torch.nn.LPPool2d`."""

    def __init__(self, norm_type: float, kernel_size: Size, stride: Size | None = None) -> None:
        super().__init__(norm_type, kernel_size, stride)


class GlobalMaxPool2d(nn.Module):
    """The maximum of each channel's image, as :func:`torch.amax`: ties share the gradient."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, H, W)."""
        return x.amax(dim=(2, 3))


class GlobalAvgPool2d(nn.Module):
    """The mean of each channel's image, as :func:`torch.nn.functional.adaptive_avg_pool2d`."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C) for x (N, C, H, W)."""
        return F.adaptive_avg_pool2d(x, 1).flatten(1)
