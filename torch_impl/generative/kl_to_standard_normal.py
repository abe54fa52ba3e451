"""The KL divergence of a diagonal Gaussian from the standard normal in PyTorch."""

from __future__ import annotations

import torch
from torch.distributions import Normal, kl_divergence

from torch_impl.losses.reducing import reduced


def kl_to_standard_normal(
    mu: torch.Tensor, log_var: torch.Tensor, reduction: str = "mean"
) -> torch.Tensor:
    """Return KL(N(mu, sigma^2) || N(0, 1)), by :func:`torch.distributions.kl_divergence`.

    Shapes:
        mu, log_var (..., n_latent); KL a scalar, or (...) with ``reduction="none"``.
    """
    one = torch.ones_like(mu)
    each = kl_divergence(Normal(mu, (log_var / 2).exp()), Normal(0 * one, one))
    return reduced(each.sum(dim=-1), reduction)
