"""The contrastive loss in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.losses.reducing import reduced


def contrastive_loss(
    x1: torch.Tensor,
    x2: torch.Tensor,
    t: torch.Tensor,
    margin: float = 1.0,
    same_label: int = 1,
    half: bool = True,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return L, with the distance of :func:`torch.linalg.vector_norm`.

    Shapes:
        x1, x2 (N, D), t (N,); L a scalar, or (N,) with ``reduction="none"``.
    """
    d = torch.linalg.vector_norm(x1 - x2, dim=1)
    losses = torch.where(t == same_label, d.square(), F.relu(margin - d).square())
    return reduced(losses / 2 if half else losses, reduction)


def _hinge_of_distances(x1: torch.Tensor, x2: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Return what :func:`torch.nn.functional.hinge_embedding_loss` gives for the distances."""
    d = torch.linalg.vector_norm(x1 - x2, dim=1)
    return F.hinge_embedding_loss(d, 2 * t - 1)
