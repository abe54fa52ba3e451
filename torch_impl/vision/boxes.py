"""Boxes in PyTorch: their corners, whatever their format."""

from __future__ import annotations

import torch


def as_corners(boxes: torch.Tensor, box_format: str) -> torch.Tensor:
    """Return x1, y1, x2, y2 of boxes (..., 4)."""
    x, y, third, fourth = boxes.unbind(-1)
    if box_format == "xywh":
        return torch.stack([x, y, x + third, y + fourth], -1)
    if box_format == "center_xywh":
        half_w, half_h = third / 2, fourth / 2
        return torch.stack([x - half_w, y - half_h, x + half_w, y + half_h], -1)
    return boxes


def as_centers(boxes: torch.Tensor, box_format: str) -> torch.Tensor:
    """Return the center and the size of boxes (..., 4)."""
    x1, y1, x2, y2 = as_corners(boxes, box_format).unbind(-1)
    return torch.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], -1)
