"""Xavier initialization as taught in PyTorch."""

from __future__ import annotations

import math

import torch
from torch import nn

from torch_impl.initializers.fans import fans
from torch_impl.initializers.normal import Normal


class XavierTaught(Normal):
    """std = 1 / sqrt(fan_in): Kaiming's rule with the gain 1."""

    def std(self, weight: torch.Tensor) -> float:
        """Return 1 / sqrt(fan_in)."""
        fan_in, _ = fans(weight.shape)
        return math.sqrt(1 / fan_in)

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's rule for a linear layer."""
        nn.init.kaiming_normal_(weight, nonlinearity="linear", generator=generator)
