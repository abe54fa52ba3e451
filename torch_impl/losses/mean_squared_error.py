"""Mean squared error in PyTorch."""

from __future__ import annotations

from torch import nn


class MeanSquaredError(nn.MSELoss):
    """L = mean (y - t)^2 over every element, as :class:`torch.nn.MSELoss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)
