"""fan_in and fan_out in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out), as ``torch.nn.init`` counts them, which it keeps to itself."""
    return nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape, device="meta"))
