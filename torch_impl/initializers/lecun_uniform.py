"""LeCun initialization (uniform) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer


class LecunUniform(Initializer):
    """limit = sqrt(3 / fan_in): Kaiming's uniform rule with the gain 1."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's uniform rule for a linear layer."""
        nn.init.kaiming_uniform_(weight, nonlinearity="linear", generator=generator)
