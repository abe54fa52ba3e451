"""im2col in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def im2col(
    input_data: torch.Tensor, filter_h: int, filter_w: int, stride: int = 1, pad: int = 0
) -> torch.Tensor:
    """Return the windows of images (N, C, H, W), one a row, as :func:`torch.nn.functional.unfold`.

    That returns (N, C filter_h filter_w, windows).
    """
    col = F.unfold(input_data, (filter_h, filter_w), stride=stride, padding=pad)
    return col.transpose(1, 2).flatten(0, 1)
