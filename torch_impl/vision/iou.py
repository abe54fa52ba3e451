"""Intersection over union in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.vision.boxes import as_corners


def iou(
    a: torch.Tensor,
    b: torch.Tensor,
    generalized: bool = False,
    box_format: str = "xyxy",
    offset: float = 0.0,
) -> torch.Tensor:
    """Return I / U of each box of a with each of b, or GIoU; 0 where both boxes are empty.

    Shapes:
        a (..., 4), b (..., 4), y of the axes of a and then those of b.
    """
    p, q = as_corners(a, box_format), as_corners(b, box_format)
    p = p.reshape(*p.shape[:-1], *[1] * (q.ndim - 1), 4)

    def area(first: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        return (last - first + offset).clamp(min=0).prod(-1)

    first, last = (p[..., :2], q[..., :2]), (p[..., 2:], q[..., 2:])
    common = area(torch.maximum(*first), torch.minimum(*last))
    union = area(p[..., :2], p[..., 2:]) + area(q[..., :2], q[..., 2:]) - common
    y = common / torch.where(union > 0, union, torch.ones_like(union))
    if generalized:
        around = area(torch.minimum(*first), torch.maximum(*last))
        y = y - (around - union) / torch.where(around > 0, around, torch.ones_like(around))
    return y
