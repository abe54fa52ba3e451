"""L_p pooling along three axes in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.layers.padding import to_the_last_window

Size = int | tuple[int, int, int]


class LpPool3d(nn.LPPool3d):
    """(sum of x^p)^(1/p) of each window, as :class:`torch.nn.LPPool3d`.

    PyTorch's own ceil_mode takes the mean of what a window has that the end cuts off, times the
    size of a whole window. Here zeros fill it up.
    """

    def __init__(
        self,
        norm_type: float,
        kernel_size: Size,
        stride: Size | None = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(norm_type, kernel_size, stride)
        self.fills_up = ceil_mode

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C, windows)."""
        if self.fills_up:
            x = to_the_last_window(x, self.kernel_size, self.stride)
        return super().forward(x)
