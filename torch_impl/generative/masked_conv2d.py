"""The masked convolution of an autoregressive image model in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class MaskedConv2d(nn.Conv2d):
    """:class:`torch.nn.Conv2d` with a kernel that is masked before it is used.

    Shapes:
        x (N, n_in, H, W), weight (n_out, n_in, kh, kw), bias (n_out,), y (N, n_out, H, W).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        kind: str = "A",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, kernel_size, padding="same", bias=use_bias)
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)
        self.kind = kind

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, H, W)."""
        kh, kw = self.kernel_size
        places = torch.arange(kh * kw, device=x.device).reshape(kh, kw)
        middle = kh * kw // 2  # of the kernel read row by row: all before it has been drawn
        seen = places <= middle if self.kind == "B" else places < middle
        return F.conv2d(x, self.weight * seen, self.bias, padding="same")
