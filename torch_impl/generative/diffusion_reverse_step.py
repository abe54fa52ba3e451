"""One step of the way back of a diffusion model in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def diffusion_reverse_step(
    x_t: torch.Tensor,
    t: torch.Tensor,
    eps_hat: torch.Tensor,
    noise: torch.Tensor,
    betas: torch.Tensor,
    variance: str = "beta",
) -> torch.Tensor:
    """Return x_{t-1}.

    Shapes:
        x_t, eps_hat, noise (N, ...), t (N,), betas (T,).
    """
    products = (1 - betas).cumprod(dim=0)
    alone = (-1, *(1,) * (x_t.dim() - 1))
    beta, alpha_bar = betas[t].reshape(alone), products[t].reshape(alone)
    before = F.pad(products, (1, 0), value=1.0)[t].reshape(alone)
    mean = (x_t - beta * torch.rsqrt(1 - alpha_bar) * eps_hat) * torch.rsqrt(1 - beta)
    var = beta if variance == "beta" else beta * (1 - before) / (1 - alpha_bar)
    return mean + var.sqrt() * noise * (t > 0).reshape(alone)
