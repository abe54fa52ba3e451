"""What the initializers with a normal distribution share."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer

TRUNCATED_STD = 0.8796256610342398
"""The standard deviation of a standard normal distribution cut off at -2 and 2."""


class Normal(Initializer):
    """A normal distribution, on request cut off at two standard deviations as in Keras."""

    def __init__(self, truncated: bool = False) -> None:
        self.truncated = truncated

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill with the normal distribution that is not cut off."""
        raise NotImplementedError

    def std(self, weight: torch.Tensor) -> float:
        """Return the standard deviation; PyTorch has no truncated form of these to ask."""
        raise NotImplementedError

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill in place."""
        if self.truncated:
            std = self.std(weight) / TRUNCATED_STD
            nn.init.trunc_normal_(weight, 0, std, -2 * std, 2 * std, generator=generator)
        else:
            self.fill_normal(weight, generator)
