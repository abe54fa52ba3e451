"""Hyperbolic tangent (tanh) in PyTorch."""

from __future__ import annotations

from torch import nn


class Tanh(nn.Tanh):
    """y = tanh(x), as :class:`torch.nn.Tanh`."""
