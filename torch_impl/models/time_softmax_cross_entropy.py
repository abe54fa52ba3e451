"""Softmax with cross-entropy at every step of a sequence in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class TimeSoftmaxCrossEntropy(nn.CrossEntropyLoss):
    """The mean over the tokens that count, as :class:`torch.nn.CrossEntropyLoss`.

    Its ``ignore_index`` is -100 by default, which is no word; it stands for None.

    Shapes:
        x (N, T, C), t (N, T), L a scalar.
    """

    def __init__(self, ignore_label: int | None = -1) -> None:
        super().__init__(ignore_index=-100 if ignore_label is None else ignore_label)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return super().forward(x.flatten(0, 1), t.flatten())
