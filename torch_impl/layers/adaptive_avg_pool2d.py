"""Adaptive average pooling in PyTorch."""

from __future__ import annotations

from torch import nn


class AdaptiveAvgPool2d(nn.AdaptiveAvgPool2d):
    """The mean of each of so many windows, as :class:`torch.nn.AdaptiveAvgPool2d`."""

    def __init__(self, out_size: int | tuple[int, int]) -> None:
        super().__init__(out_size)
