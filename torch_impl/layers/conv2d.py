"""Convolution in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.padding import MODES, Padding, from_the_last, sides


class Conv2d(nn.Conv2d):
    """The convolution of :class:`torch.nn.Conv2d`, with padding that may differ from side to side.

    PyTorch's own padding is symmetric, and its ``"same"`` knows no stride, so
    :func:`torch.nn.functional.pad` adds the pixels.

    Shapes:
        x (N, n_in, H, W), weight (n_out, n_in / groups, kh, kw), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        padding: Padding = 0,
        dilation: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            n_in, n_out, kernel_size, stride, dilation=dilation, groups=groups, bias=use_bias
        )
        self.pads: Any = padding
        self.pad_mode = MODES[padding_mode]
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, OH, OW)."""
        pads = sides(self.pads, x.shape[2:], self.kernel_size, self.stride, self.dilation)
        return super().forward(F.pad(x, from_the_last(pads), mode=self.pad_mode))
