"""col2im in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F


def col2im(
    col: torch.Tensor,
    input_shape: Sequence[int],
    filter_h: int,
    filter_w: int,
    stride: int = 1,
    pad: int = 0,
) -> torch.Tensor:
    """Add the windows up to images (N, C, H, W), as :func:`torch.nn.functional.fold`."""
    N, C, H, W = input_shape
    windows = col.reshape(N, -1, C * filter_h * filter_w).transpose(1, 2)
    return F.fold(windows, (H, W), (filter_h, filter_w), stride=stride, padding=pad)
