"""Zeros in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer


class Zeros(Initializer):
    """Every element is 0."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill with 0."""
        nn.init.zeros_(weight)
