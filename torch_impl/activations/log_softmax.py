"""Log-softmax in PyTorch."""

from __future__ import annotations

from torch import nn


class LogSoftmax(nn.LogSoftmax):
    """y_i = x_i - log(sum_j exp(x_j)) along one axis, as :class:`torch.nn.LogSoftmax`."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__(dim=axis)
