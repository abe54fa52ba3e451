"""SELU (scaled exponential linear unit) in PyTorch."""

from __future__ import annotations

from torch import nn


class SELU(nn.SELU):
    """y = scale x where x > 0, else scale alpha (exp(x) - 1), as :class:`torch.nn.SELU`.

    The derivative at 0 is scale alpha.
    """

    def __init__(self) -> None:
        super().__init__()
