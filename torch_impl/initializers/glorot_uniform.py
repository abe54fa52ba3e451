"""Glorot (Xavier) initialization (uniform) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer


class GlorotUniform(Initializer):
    """limit = sqrt(6 / (fan_in + fan_out)), as ``torch.nn.init.xavier_uniform_``."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Xavier's uniform rule."""
        nn.init.xavier_uniform_(weight, generator=generator)
