"""Leaky ReLU in PyTorch."""

from __future__ import annotations

from torch import nn


class LeakyReLU(nn.LeakyReLU):
    """y = x where x > 0, else slope x, as :class:`torch.nn.LeakyReLU`.

    The derivative at 0 is the slope.
    """

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__(negative_slope=slope)
