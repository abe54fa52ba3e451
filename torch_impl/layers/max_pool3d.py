"""Max pooling along three axes in PyTorch."""

from __future__ import annotations

from torch_impl.layers.padding import Padding
from torch_impl.layers.pool import MaxPool

Size = int | tuple[int, int, int]


class MaxPool3d(MaxPool):
    """The maximum of each window, by :func:`torch.nn.functional.max_pool3d`: padded with -inf."""

    n_axes = 3

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
        storage_order: int = 0,
    ) -> None:
        super().__init__(
            kernel_size, stride, padding, dilation, ceil_mode, return_indices, storage_order
        )
