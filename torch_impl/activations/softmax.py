"""Softmax in PyTorch."""

from __future__ import annotations

from torch import nn


class Softmax(nn.Softmax):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis, as :class:`torch.nn.Softmax`."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__(dim=axis)
