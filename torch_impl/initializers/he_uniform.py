"""He initialization (uniform) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer


class HeUniform(Initializer):
    """limit = sqrt(6 / fan_in), as ``torch.nn.init.kaiming_uniform_`` for ReLU."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's uniform rule for ReLU."""
        nn.init.kaiming_uniform_(weight, nonlinearity="relu", generator=generator)
