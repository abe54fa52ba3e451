"""L_p pooling along one axis in PyTorch."""

from __future__ import annotations

from torch import nn

Size = int


class LpPool1d(nn.LPPool1d):
    """(sum of x^p)^(1/p) of each window, as :class:`torch.nn.LPPool1d`."""

    def __init__(self, norm_type: float, kernel_size: Size, stride: Size | None = None) -> None:
        super().__init__(norm_type, kernel_size, stride)
