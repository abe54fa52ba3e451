"""The Huber loss in PyTorch."""

from __future__ import annotations

from torch import nn


class Huber(nn.HuberLoss):
    """A parabola up to delta and a line beyond, as :class:`torch.nn.HuberLoss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, delta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction, delta=delta)
