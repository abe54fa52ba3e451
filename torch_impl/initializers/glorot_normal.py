"""Glorot (Xavier) initialization (normal) in PyTorch."""

from __future__ import annotations

import math

import torch
from torch import nn

from torch_impl.initializers.fans import fans
from torch_impl.initializers.normal import Normal


class GlorotNormal(Normal):
    """std = sqrt(2 / (fan_in + fan_out)), as ``torch.nn.init.xavier_normal_``."""

    def std(self, weight: torch.Tensor) -> float:
        """Return sqrt(2 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(weight.shape)
        return math.sqrt(2 / (fan_in + fan_out))

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Xavier's rule."""
        nn.init.xavier_normal_(weight, generator=generator)
