"""Gaussian initialization in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer


class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma."""

    def __init__(self, sigma: float = 0.01) -> None:
        self.sigma = sigma

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill with N(0, sigma²)."""
        nn.init.normal_(weight, std=self.sigma, generator=generator)
