"""Average pooling along three axes in PyTorch."""

from __future__ import annotations

from torch_impl.layers.padding import Padding
from torch_impl.layers.pool import AvgPool

Size = int | tuple[int, int, int]


class AvgPool3d(AvgPool):
    """The mean of each window, by :func:`torch.nn.functional.avg_pool3d`."""

    n_axes = 3

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
