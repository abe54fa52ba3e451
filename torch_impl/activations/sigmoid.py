"""Sigmoid in PyTorch."""

from __future__ import annotations

from torch import nn


class Sigmoid(nn.Sigmoid):
    """y = 1 / (1 + exp(-x)), as :class:`torch.nn.Sigmoid`."""
