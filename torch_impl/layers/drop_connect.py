"""Dropping a whole branch, example by example, in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.layers.dropout import Dropout


class DropConnect(Dropout):
    """y = x m / (1 - rate), with one m for each example, by :class:`torch.nn.Dropout` of ones.

    PyTorch itself has none; torchvision calls it ``StochasticDepth`` with the mode ``"row"``.
    """

    def __init__(self, rate: float = 0.2, seed: int | None = None) -> None:
        super().__init__(rate, seed=seed)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return y; in training ``mask`` (1 keeps, 0 drops) is used, and drawn if not given."""
        if not self.training:
            return x
        factor = self.drawn(x.new_ones(len(x))) if mask is None else mask.to(x.dtype) / self.keep
        return x * factor.reshape(-1, *[1] * (x.dim() - 1))
