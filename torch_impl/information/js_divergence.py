"""The Jensen-Shannon divergence in PyTorch."""

from __future__ import annotations

import math

import torch

from torch_impl.information.kl_divergence import kl_divergence


def js_divergence(
    p: torch.Tensor, q: torch.Tensor, axis: int = -1, base: float = math.e
) -> torch.Tensor:
    """Return JS(p, q), half the sum of both divergences from the mean of p and q.

    Shapes:
        p, q any, probabilities along the axis; JS as p without it.
    """
    m = (p + q) / 2
    return (kl_divergence(p, m, axis, base) + kl_divergence(q, m, axis, base)) / 2
