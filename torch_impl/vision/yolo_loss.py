"""The loss of YOLO in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def yolo_loss(
    boxes: torch.Tensor,
    classes: torch.Tensor,
    target_boxes: torch.Tensor,
    target_classes: torch.Tensor,
    objects: torch.Tensor,
    coord: float = 5.0,
    noobj: float = 0.5,
) -> torch.Tensor:
    """Return L, from the cells that hold an object and from all confidences.

    Shapes:
        boxes (N, R, S, B, 5), classes and target_classes (N, R, S, C), target_boxes (N, R, S, 4),
        objects (N, R, S), L ().
    """
    here = objects != 0
    ours, truth = boxes[here], target_boxes[here][:, None]  # (M, B, 5), (M, 1, 4)
    cells = torch.tensor(boxes.shape[2:0:-1])  # along the width, along the height
    center = (ours[..., :2] - truth[..., :2]) / cells
    half, other = ours[..., 2:4] / 2, truth[..., 2:] / 2
    common = torch.minimum(center + half, other) - torch.maximum(center - half, -other)
    inter = common.clamp(min=0).prod(-1)
    overlap = inter / (ours[..., 2:4].prod(-1) + truth[..., 2:].prod(-1) - inter)
    best = overlap.argmax(1)
    responsible = torch.zeros(boxes.shape[:-1], dtype=torch.bool)
    responsible[here] = F.one_hot(best, boxes.shape[3]).bool()
    own, theirs = boxes[responsible], truth[:, 0]
    total = coord * F.mse_loss(own[:, :2], theirs[:, :2], reduction="sum")
    total = total + coord * F.mse_loss(own[:, 2:4].sqrt(), theirs[:, 2:].sqrt(), reduction="sum")
    wanted = overlap.gather(1, best[:, None])[:, 0].detach()
    total = total + F.mse_loss(own[:, 4], wanted, reduction="sum")
    total = total + noobj * boxes[~responsible][:, 4].square().sum()
    total = total + F.mse_loss(classes[here], target_classes[here], reduction="sum")
    return total / len(boxes)
