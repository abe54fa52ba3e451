"""The transposed convolution in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.padding import Padding
from torch_impl.layers.transposed_convolution import CutAfterwards

Size = int | tuple[int, int]


class ConvTranspose2d(CutAfterwards, nn.ConvTranspose2d):
    """The transposed convolution of :class:`torch.nn.ConvTranspose2d`, cut as one likes.

    Shapes:
        x (N, n_in, H, W), weight (n_in, n_out / groups, kh, kw), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        output_padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        nn.ConvTranspose2d.__init__(
            self, n_in, n_out, kernel_size, stride, 0, 0, groups, use_bias, dilation
        )
        self.start(padding, output_padding, initializer, seed)

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        """Return y (N, n_out, OH, OW)."""
        return self.painted(x)
