"""What the convolutions along one axis and along three share in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.padding import MODES, Padding, from_the_last, sides


class PaddedFirst:
    """A convolution of PyTorch whose input is padded by :func:`torch.nn.functional.pad`.

    PyTorch's own padding is symmetric, its ``"same"`` knows no stride, and it has no ``"causal"``.
    """

    weight: torch.Tensor
    bias: torch.Tensor | None
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]

    def start(
        self, padding: Padding, padding_mode: str, initializer: Initializer | None, seed: int | None
    ) -> None:
        """Keep how x is padded, and draw the kernels."""
        self.pads: Any = padding
        self.pad_mode = MODES[padding_mode]
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def padded(self, x: torch.Tensor) -> torch.Tensor:
        """Return x (N, C, space) with its padding."""
        pads = sides(self.pads, x.shape[2:], self.kernel_size, self.stride, self.dilation)
        return F.pad(x, from_the_last(pads), mode=self.pad_mode)
