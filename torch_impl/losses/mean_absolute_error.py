"""Mean absolute error in PyTorch."""

from __future__ import annotations

from torch import nn


class MeanAbsoluteError(nn.L1Loss):
    """L = mean |y - t| over every element, as :class:`torch.nn.L1Loss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)
