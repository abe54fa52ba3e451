"""The bias of relative positions in windows, in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer


class RelativePositionBias(nn.Module):
    """A table with a row for each way from place to place of a window, and its rows for all pairs.

    Shapes:
        B ((2w - 1)^2, n_heads), the bias (n_heads, w w, w w).
    """

    def __init__(
        self, w: int, n_heads: int, initializer: Initializer | None, seed: int | None
    ) -> None:
        super().__init__()
        draw = initializer or Gauss(0.02)
        self.B = nn.Parameter(draw(((2 * w - 1) ** 2, n_heads), seed))
        places = torch.cartesian_prod(torch.arange(w), torch.arange(w))
        down, right = (places[:, None] - places + w - 1).unbind(dim=2)
        self.register_buffer("way", down * (2 * w - 1) + right, persistent=False)

    def forward(self) -> torch.Tensor:
        """Return the bias."""
        return self.B[self.way].permute(2, 0, 1)
