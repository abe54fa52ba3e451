"""Max pooling along one axis in PyTorch."""

from __future__ import annotations

from torch_impl.layers.padding import Padding
from torch_impl.layers.pool import MaxPool

Size = int


class MaxPool1d(MaxPool):
    """The maximum of each window, by :func:`torch.nn.functional.max_pool1d`: padded with -inf."""

    n_axes = 1

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode, return_indices)
