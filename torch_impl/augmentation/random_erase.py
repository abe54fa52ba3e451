"""Random erasing in PyTorch."""

from __future__ import annotations

import torch


def random_erase(x: torch.Tensor, boxes: torch.Tensor, value: float = 0.0) -> torch.Tensor:
    """Return the images with a rectangle of each erased.

    Shapes:
        x (N, C, H, W), boxes (N, 4); the result as x.
    """
    top, left, height, width = (edge[:, None] for edge in boxes.unbind(1))
    row, column = torch.arange(x.shape[2]), torch.arange(x.shape[3])
    rows = (top <= row) & (row < top + height)
    columns = (left <= column) & (column < left + width)
    return x.masked_fill((rows[:, :, None] & columns[:, None, :])[:, None], value)
