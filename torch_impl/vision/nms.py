"""Non-maximum suppression in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.vision.iou import iou


def nms(
    boxes: torch.Tensor,
    scores: torch.Tensor,
    classes: torch.Tensor | None = None,
    iou_threshold: float = 0.5,
    min_score: float | None = None,
    max_output: int | None = None,
) -> torch.Tensor:
    """Return the numbers of the boxes that are kept (K,), from the table of all overlaps.

    Shapes:
        boxes (N, 4), scores and classes (N,).
    """
    order = scores.argsort(descending=True, stable=True)
    doubles = iou(boxes, boxes) > iou_threshold
    if classes is not None:
        doubles &= classes[:, None] == classes
    alive = torch.ones_like(scores, dtype=torch.bool)
    if min_score is not None:
        alive = scores > min_score
    kept = torch.zeros_like(alive)
    for i in order:
        if alive[i]:
            kept[i] = True
            alive &= ~doubles[i]
    return order[kept[order]][:max_output]
