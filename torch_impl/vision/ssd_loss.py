"""The loss of SSD, with hard negatives, in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def ssd_loss(
    scores: torch.Tensor,
    offsets: torch.Tensor,
    classes: torch.Tensor,
    targets: torch.Tensor,
    negative_ratio: float = 3.0,
    alpha: float = 1.0,
) -> torch.Tensor:
    """Return L; a negative's place in its image's order of hardness says whether it counts.

    Shapes:
        scores (N, A, K), offsets and targets (N, A, 4), classes (N, A), L ().
    """
    positive = classes > 0
    losses = F.cross_entropy(scores.transpose(1, 2), classes, reduction="none")
    hardness = losses.detach().masked_fill(positive, -torch.inf)
    rank = hardness.argsort(dim=1, descending=True, stable=True).argsort(dim=1)
    wanted = negative_ratio * positive.sum(1, keepdim=True)
    chosen = positive | ((rank < torch.floor(wanted)) & ~positive)
    places = F.smooth_l1_loss(offsets[positive], targets[positive], reduction="sum")
    return (losses[chosen].sum() + alpha * places) / positive.sum().clamp(min=1)
