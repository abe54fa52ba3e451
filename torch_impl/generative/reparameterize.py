"""The reparameterization trick in PyTorch."""

from __future__ import annotations

import torch
from torch.distributions import AffineTransform


def reparameterize(mu: torch.Tensor, log_var: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
    """Return z = mu + sigma eps, by an ``AffineTransform`` of the noise.

    Shapes:
        mu, log_var, eps and z (..., n_latent).
    """
    return AffineTransform(mu, (log_var / 2).exp())(eps)
