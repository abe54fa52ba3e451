"""The targets of FCOS in PyTorch."""

from __future__ import annotations

import math

import torch


def fcos_targets(
    locations: torch.Tensor,
    boxes: torch.Tensor,
    labels: torch.Tensor,
    least: float = 0.0,
    most: float = math.inf,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (classes, distances, centerness), from a table of all locations and boxes.

    Shapes:
        locations (P, 2), boxes (M, 4), labels (M,); (P,), (P, 4), (P,).
    """
    sides = torch.cat([locations[:, None] - boxes[:, :2], boxes[:, 2:] - locations[:, None]], -1)
    farthest = sides.amax(-1)
    own = (sides.amin(-1) > 0) & (farthest >= least) & (farthest <= most)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(-1)
    smallest = torch.where(own, area, math.inf).argmin(-1)
    found = own.any(-1)
    classes = torch.where(found, labels[smallest], 0)
    distances = sides[torch.arange(len(sides)), smallest] * found[:, None]
    pairs = distances.unflatten(-1, (2, 2)) + (~found)[:, None, None]
    centerness = (pairs.amin(1) / pairs.amax(1)).prod(-1).sqrt() * found
    return classes, distances, centerness
