"""Entropy in PyTorch."""

from __future__ import annotations

import math

import torch


def entropy(p: torch.Tensor, axis: int = -1, base: float = math.e) -> torch.Tensor:
    """Return H = -sum_i p_i log p_i, by :func:`torch.special.entr`, which is 0 at 0.

    Shapes:
        p any, probabilities along the axis; H as p without it.
    """
    return torch.special.entr(p).sum(dim=axis) / math.log(base)


def _normalized(p: torch.Tensor) -> torch.Tensor:
    """Return the entropy of :class:`torch.distributions.Categorical`, which normalizes p."""
    return torch.distributions.Categorical(probs=p).entropy()
