"""Average pooling in PyTorch."""

from __future__ import annotations

from torch_impl.layers.padding import Padding
from torch_impl.layers.pool import AvgPool

Size = int | tuple[int, int]


class AvgPool2d(AvgPool):
    """The mean of each window, by :func:`torch.nn.functional.avg_pool2d`."""

    n_axes = 2

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        count_include_pad: bool = True,
        dilation: Size = 1,
        ceil_mode: bool = False,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__(
            kernel_size, stride, padding, count_include_pad, dilation, ceil_mode, divisor_override
        )
