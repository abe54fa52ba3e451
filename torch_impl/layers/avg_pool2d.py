"""Average pooling in PyTorch."""

from __future__ import annotations

from torch import nn

Size = int | tuple[int, int]


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
