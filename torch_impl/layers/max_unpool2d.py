"""Undoing max pooling in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

Size = int | tuple[int, int]


class MaxUnpool2d(nn.MaxUnpool2d):
    """Each number at the place of its maximum, as :class:`torch.nn.MaxUnpool2d`."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        out_size: Size | None = None,
        repeated: str = "placed",
    ) -> None:
        super().__init__(kernel_size, stride, padding)
        self.out_size = (out_size, out_size) if isinstance(out_size, int) else out_size
        self.repeated = repeated

    def forward(self, x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        """Return y (N, C, H, W)."""
        y = super().forward(x, indices, self.out_size)
        if self.repeated == "placed":
            return y
        zeros = torch.zeros_like(y).flatten(2)
        return zeros.scatter_add(2, indices.flatten(2), x.flatten(2)).reshape(y.shape)
