"""L_p pooling along three axes in PyTorch."""

from __future__ import annotations

from torch import nn

Size = int | tuple[int, int, int]


class LpPool3d(nn.LPPool3d):
    """(sum of x^p)^(1/p) of each window, as :class:`torch.nn.LPPool3d`."""

    def __init__(self, norm_type: float, kernel_size: Size, stride: Size | None = None) -> None:
        super().__init__(norm_type, kernel_size, stride)
