"""The triplet loss in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.losses.reducing import reduced


def triplet_loss(
    anchor: torch.Tensor,
    positive: torch.Tensor,
    negative: torch.Tensor,
    margin: float = 1.0,
    squared: bool = False,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return L, by :func:`torch.nn.functional.triplet_margin_loss` without its eps.

    Shapes:
        anchor, positive, negative (..., D); L a scalar, or (...) with ``reduction="none"``.
    """
    if not squared:
        return F.triplet_margin_loss(
            anchor, positive, negative, margin=margin, eps=0.0, reduction=reduction
        )
    near = (anchor - positive).square().sum(dim=-1)
    far = (anchor - negative).square().sum(dim=-1)
    return reduced(F.relu(near - far + margin), reduction)
