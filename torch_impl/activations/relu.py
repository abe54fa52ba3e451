"""ReLU in PyTorch."""

from __future__ import annotations

from torch import nn


class ReLU(nn.ReLU):
    """y = max(x, 0), as :class:`torch.nn.ReLU`; the derivative at 0 is 0."""
