"""GELU (Gaussian error linear unit) in PyTorch."""

from __future__ import annotations

from torch import nn


class GELU(nn.GELU):
    """y = x Phi(x), as :class:`torch.nn.GELU`; ``approximate`` is its ``"tanh"``."""

    def __init__(self, approximate: bool = False) -> None:
        super().__init__(approximate="tanh" if approximate else "none")
