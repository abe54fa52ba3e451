"""Convolution along time that sees nothing of what is to come, in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class CausalConv1d(nn.Conv1d):
    """The convolution of :class:`torch.nn.Conv1d`, behind zeros before the first step.

    Shapes:
        x (N, n_in, T), weight (n_out, n_in, K), bias (n_out,), y (N, n_out, T).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        dilation: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, kernel_size, dilation=dilation, bias=use_bias)
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, T)."""
        return super().forward(F.pad(x, ((self.kernel_size[0] - 1) * self.dilation[0], 0)))
