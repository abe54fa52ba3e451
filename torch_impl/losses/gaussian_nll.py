"""The negative log-likelihood of a Gaussian in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def gaussian_nll(
    mu: torch.Tensor,
    t: torch.Tensor,
    var: torch.Tensor,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return L, by :func:`torch.nn.functional.gaussian_nll_loss`.

    Shapes:
        mu, t, var: any, all the same; L a scalar, or as mu with ``reduction="none"``.
    """
    return F.gaussian_nll_loss(mu, t, var, full=full, eps=eps, reduction=reduction)
