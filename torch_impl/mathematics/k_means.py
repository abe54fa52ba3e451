"""k-means in PyTorch."""

from __future__ import annotations

import torch


def k_means(
    x: torch.Tensor, centers: torch.Tensor, n_steps: int = 10
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (centers, nearest, inertia), distances by :func:`torch.cdist`.

    Shapes:
        x (N, D), centers (K, D), nearest (N,), inertia ().
    """
    for _ in range(n_steps):
        nearest = torch.cdist(x, centers).argmin(1)
        sums = torch.zeros_like(centers).index_add(0, nearest, x)
        counts = torch.bincount(nearest, minlength=len(centers))[:, None]
        centers = torch.where(counts > 0, sums / counts.clamp(min=1), centers)
    distances, nearest = torch.cdist(x, centers).min(1)
    return centers, nearest, distances.square().sum()
