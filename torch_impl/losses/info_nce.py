"""The InfoNCE loss in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def info_nce(
    q: torch.Tensor,
    k: torch.Tensor,
    temperature: float = 0.1,
    normalize: bool = True,
    symmetric: bool = False,
) -> torch.Tensor:
    """Return L, by :func:`torch.nn.functional.cross_entropy` over the table of scores.

    Shapes:
        q, k (N, D); L a scalar.
    """
    if normalize:
        q, k = F.normalize(q, dim=1), F.normalize(k, dim=1)
    s, own = q @ k.T / temperature, torch.arange(len(q))
    L = F.cross_entropy(s, own)
    return (L + F.cross_entropy(s.T, own)) / 2 if symmetric else L
