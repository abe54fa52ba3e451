"""Convolution along one axis in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.convolution import PaddedFirst
from torch_impl.layers.padding import Padding


class Conv1d(PaddedFirst, nn.Conv1d):
    """The convolution of :class:`torch.nn.Conv1d`, with any padding.

    Shapes:
        x (N, n_in, T), weight (n_out, n_in / groups, K), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        stride: int = 1,
        padding: Padding = 0,
        dilation: int = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        nn.Conv1d.__init__(
            self, n_in, n_out, kernel_size, stride, 0, dilation, groups, bias=use_bias
        )
        self.start(padding, padding_mode, initializer, seed)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, OT)."""
        return super().forward(self.padded(x))
