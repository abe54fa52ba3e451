"""Zeros around an image in PyTorch."""

from __future__ import annotations

from torch import nn

Padding = int | tuple[int, int] | tuple[tuple[int, int], tuple[int, int]]


class ZeroPadding2d(nn.ZeroPad2d):
    """Pads each image, as :class:`torch.nn.ZeroPad2d`, which takes (left, right, top, bottom)."""

    def __init__(self, padding: Padding) -> None:
        height, width = (padding, padding) if isinstance(padding, int) else padding
        top, bottom = (height, height) if isinstance(height, int) else height
        left, right = (width, width) if isinstance(width, int) else width
        super().__init__((left, right, top, bottom))
