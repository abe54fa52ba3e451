"""The cycle consistency loss of CycleGAN in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def cycle_consistency_loss(
    x: torch.Tensor,
    x_cycled: torch.Tensor,
    y: torch.Tensor,
    y_cycled: torch.Tensor,
    weight: float = 10.0,
) -> torch.Tensor:
    """Return weight (mean |F(G(x)) - x| + mean |G(F(y)) - y|), by ``l1_loss``.

    Shapes:
        x, x_cycled any, both the same; y, y_cycled likewise; L a scalar.
    """
    return weight * (F.l1_loss(x_cycled, x) + F.l1_loss(y_cycled, y))
