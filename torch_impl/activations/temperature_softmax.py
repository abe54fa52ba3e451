"""Softmax with a temperature in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class TemperatureSoftmax(nn.Softmax):
    """y_i = exp(x_i / T) / sum_j exp(x_j / T), as :class:`torch.nn.Softmax` of x / T."""

    def __init__(self, temperature: float = 1.0, axis: int = -1) -> None:
        super().__init__(dim=axis)
        self.temperature = temperature

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        return super().forward(x / self.temperature)
