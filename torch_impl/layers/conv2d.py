"""Convolution in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer

MODES = {"zeros": "constant", "edge": "replicate", "reflect": "reflect"}


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
        padding: int | str | Sequence[int | Sequence[int]] = 0,
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
        top_bottom, left_right = (self.pads_along(axis, x.shape[2 + axis]) for axis in (0, 1))
        return super().forward(F.pad(x, (*left_right, *top_bottom), mode=self.pad_mode))

    def pads_along(self, axis: int, n: int) -> tuple[int, int]:
        """Return (before, after) for n pixels along an axis; ``"same"`` is TensorFlow's."""
        if self.pads == "same":
            k, s, d = self.kernel_size[axis], self.stride[axis], self.dilation[axis]
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            return total // 2, total - total // 2
        pads = 0 if self.pads == "valid" else self.pads
        along = pads if isinstance(pads, int) else pads[axis]
        before, after = (along, along) if isinstance(along, int) else along
        return before, after
