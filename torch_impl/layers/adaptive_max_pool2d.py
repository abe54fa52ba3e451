"""Adaptive max pooling in PyTorch."""

from __future__ import annotations

from torch import nn


class AdaptiveMaxPool2d(nn.AdaptiveMaxPool2d):
    """The maximum of each of so many windows, as :class:`torch.nn.AdaptiveMaxPool2d`."""

    def __init__(self, out_size: int | tuple[int, int]) -> None:
        super().__init__(out_size)
