"""The forward noising of a diffusion model in PyTorch."""

from __future__ import annotations

import torch


def diffusion_noising(
    x0: torch.Tensor, t: torch.Tensor, eps: torch.Tensor, betas: torch.Tensor
) -> torch.Tensor:
    """Return x_t, with the products by ``cumprod``.

    Shapes:
        x0, eps, x_t (N, ...), t (N,), betas (T,).
    """
    alpha_bar = (1 - betas).cumprod(dim=0)[t].reshape(-1, *(1,) * (x0.dim() - 1))
    return alpha_bar.sqrt() * x0 + (1 - alpha_bar).sqrt() * eps
