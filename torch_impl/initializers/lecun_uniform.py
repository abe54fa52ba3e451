"""Initializers in PyTorch: ``torch.nn.init``, each on a generator of its own.

Shapes are PyTorch's: (n_out, n_in) for a dense layer, (c_out, c_in, k_h, k_w) for a convolution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import nn

TRUNCATED_STD = 0.8796256610342398
"""The standard deviation of a standard normal distribution cut off at -2 and 2."""


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out), as ``torch.nn.init`` counts them."""
    return nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape, device="meta"))


class Initializer:
    """Draws a tensor: ``initializer(shape, seed, dtype)``."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill ``weight`` in place."""
        raise NotImplementedError

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: torch.dtype | None = None
    ) -> torch.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        generator = torch.Generator()
        if seed is None:
            generator.seed()
        else:
            generator.manual_seed(seed)
        weight = torch.empty(*shape, dtype=dtype)
        self.fill(weight, generator)
        return weight


class Zeros(Initializer):
    """Every element is 0."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill with 0."""
        nn.init.zeros_(weight)


class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma."""

    def __init__(self, sigma: float = 0.01) -> None:
        self.sigma = sigma

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill with N(0, sigma²)."""
        nn.init.normal_(weight, std=self.sigma, generator=generator)


class _Normal(Initializer):
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


class XavierTaught(_Normal):
    """std = 1 / sqrt(fan_in): Kaiming's rule with the gain 1."""

    def std(self, weight: torch.Tensor) -> float:
        """Return 1 / sqrt(fan_in)."""
        fan_in, _ = fans(weight.shape)
        return math.sqrt(1 / fan_in)

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's rule for a linear layer."""
        nn.init.kaiming_normal_(weight, nonlinearity="linear", generator=generator)


class LecunNormal(XavierTaught):
    """std = sqrt(1 / fan_in), which is the course's Xavier."""


class GlorotNormal(_Normal):
    """std = sqrt(2 / (fan_in + fan_out)), as ``torch.nn.init.xavier_normal_``."""

    def std(self, weight: torch.Tensor) -> float:
        """Return sqrt(2 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(weight.shape)
        return math.sqrt(2 / (fan_in + fan_out))

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Xavier's rule."""
        nn.init.xavier_normal_(weight, generator=generator)


class HeNormal(_Normal):
    """std = sqrt(2 / fan_in), as ``torch.nn.init.kaiming_normal_`` for ReLU."""

    def std(self, weight: torch.Tensor) -> float:
        """Return sqrt(2 / fan_in)."""
        fan_in, _ = fans(weight.shape)
        return math.sqrt(2 / fan_in)

    def fill_normal(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's rule for ReLU."""
        nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)


class LecunUniform(Initializer):
    """limit = sqrt(3 / fan_in): Kaiming's uniform rule with the gain 1."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's uniform rule for a linear layer."""
        nn.init.kaiming_uniform_(weight, nonlinearity="linear", generator=generator)


class GlorotUniform(Initializer):
    """limit = sqrt(6 / (fan_in + fan_out)), as ``torch.nn.init.xavier_uniform_``."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Xavier's uniform rule."""
        nn.init.xavier_uniform_(weight, generator=generator)


class HeUniform(Initializer):
    """limit = sqrt(6 / fan_in), as ``torch.nn.init.kaiming_uniform_`` for ReLU."""

    def fill(self, weight: torch.Tensor, generator: torch.Generator) -> None:
        """Fill by Kaiming's uniform rule for ReLU."""
        nn.init.kaiming_uniform_(weight, nonlinearity="relu", generator=generator)
