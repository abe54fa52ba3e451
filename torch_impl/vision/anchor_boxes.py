"""Anchor boxes in PyTorch."""

from __future__ import annotations

import torch


def anchor_boxes(
    scales: torch.Tensor,
    ratios: torch.Tensor,
    feature_size: tuple[int, int],
    stride: float = 16.0,
    offset: float = 0.5,
) -> torch.Tensor:
    """Return corners (H W S R, 4): boxes around 0, moved to the center of every cell.

    Shapes:
        scales (S,), ratios (R,).
    """
    h, w = torch.outer(scales, ratios.sqrt()), torch.outer(scales, ratios.rsqrt())
    around_0 = torch.stack([-w, -h, w, h], dim=-1).reshape(-1, 4) / 2
    y, x = (stride * (torch.arange(n, dtype=h.dtype) + offset) for n in feature_size)
    y, x = torch.meshgrid(y, x, indexing="ij")
    centers = torch.stack([x, y, x, y], dim=-1).reshape(-1, 1, 4)
    return (centers + around_0).reshape(-1, 4)
