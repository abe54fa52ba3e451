"""ELU (exponential linear unit) in PyTorch."""

from __future__ import annotations

from torch import nn


class ELU(nn.ELU):
    """y = x where x > 0, else alpha (exp(x) - 1), as :class:`torch.nn.ELU`.

    The derivative at 0 is alpha.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__(alpha=alpha)
