"""The gated linear unit (GLU) in PyTorch."""

from __future__ import annotations

from torch import nn


class GatedLinearUnit(nn.GLU):
    """y = a s(b) of the halves of x, as :class:`torch.nn.GLU`."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__(axis)
