"""The Swish activation in PyTorch."""

from __future__ import annotations

from torch import nn


class Swish(nn.SiLU):
    """y = x sigmoid(x), as :class:`torch.nn.SiLU`."""
