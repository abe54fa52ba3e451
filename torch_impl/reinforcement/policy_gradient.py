"""The policy gradient in PyTorch."""

from __future__ import annotations

import torch
from torch.distributions import Categorical


def policy_gradient(
    x: torch.Tensor,
    a: torch.Tensor,
    G: torch.Tensor,
    baseline: torch.Tensor | None = None,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return L by ``log_prob`` of :class:`torch.distributions.Categorical`.

    Shapes:
        x (T, A), a, G and baseline (T,), L a scalar.
    """
    weight = G if baseline is None else G - baseline.detach()
    losses = -weight * Categorical(logits=x).log_prob(a)
    return losses.mean() if reduction == "mean" else losses.sum()
