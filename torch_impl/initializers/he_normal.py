"""He initialization (normal) in PyTorch."""

from __future__ import annotations

import math

import torch
from torch import nn

from torch_impl.initializers.fans import fans
from torch_impl.initializers.normal import Normal


class HeNormal(Normal):
    """std = sqrt(2 / fan_in), as ``torch.nn.init.kaiming_normal_`` for ReLU."""

    def std(self, weight: torch.Tensor) -> float:
        """Return sqrt(2 / fan_in)."""
        fan_in, _ = fans(weight.shape)
        return math.sqrt(2 / fan_in)

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's rule for ReLU."""
        nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
