"""The Kullback-Leibler divergence in PyTorch."""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F


def kl_divergence(
    p: torch.Tensor, q: torch.Tensor, axis: int = -1, base: float = math.e
) -> torch.Tensor:
    """Return KL(p || q), by :func:`torch.nn.functional.kl_div`: log q comes first there, p second.

    Where p and q are 0 alike, it would give NaN; there q does not matter.

    Shapes:
        p, q any, probabilities along the axis; KL as p without it.
    """
    log_q = torch.where(p > 0, q, 1).log()
    each = F.kl_div(log_q, p, reduction="none")
    return each.sum(dim=axis) / math.log(base)
