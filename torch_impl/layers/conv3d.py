"""Convolution along three axes in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.convolution import PaddedFirst
from torch_impl.layers.padding import Padding

Size = int | tuple[int, int, int]


class Conv3d(PaddedFirst, nn.Conv3d):
    """The convolution of :class:`torch.nn.Conv3d`, with any padding.

    Shapes:
        x (N, n_in, D, H, W), weight (n_out, n_in / groups, kd, kh, kw), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        nn.Conv3d.__init__(
            self, n_in, n_out, kernel_size, stride, 0, dilation, groups, bias=use_bias
        )
        self.start(padding, padding_mode, initializer, seed)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, OD, OH, OW)."""
        return super().forward(self.padded(x))
