"""Output size of a convolution in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def output_size(
    n: int, k: int, stride: int = 1, pad_before: int = 0, pad_after: int = 0, dilation: int = 1
) -> int:
    """Return how many windows fit, as :func:`torch.nn.functional.conv1d` finds it."""
    x = F.pad(torch.empty(1, 1, n, device="meta"), (pad_before, pad_after))
    kernel = torch.empty(1, 1, k, device="meta")
    return F.conv1d(x, kernel, stride=stride, dilation=dilation).shape[-1]
