"""L_p pooling in PyTorch."""

from __future__ import annotations

from torch import nn

Size = int | tuple[int, int]


class LpPool2d(nn.LPPool2d):
    """(sum of x^p)^(1/p) of each window, as :class:`torch.nn.LPPool2d`."""

    def __init__(self, norm_type: float, kernel_size: Size, stride: Size | None = None) -> None:
        super().__init__(norm_type, kernel_size, stride)
