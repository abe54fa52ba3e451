"""Pooling of regions of interest in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F


def roi_pool(
    x: torch.Tensor,
    boxes: torch.Tensor,
    images: torch.Tensor,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
) -> torch.Tensor:
    """Return the maxima of the bins of each box, by :func:`F.adaptive_max_pool2d` on its pixels.

    Shapes:
        x (N, C, H, W), boxes (K, 4), images (K,), y (K, C, h, w).
    """
    pooled = [x.new_empty(0, x.shape[1], *output_size)]
    for box, n in zip((boxes * spatial_scale + 0.5).floor().long().tolist(), images, strict=True):
        x1, y1, x2, y2 = box
        region = x[n, :, max(y1, 0) : y2 + 1, max(x1, 0) : x2 + 1]
        pooled.append(F.adaptive_max_pool2d(region, tuple(output_size))[None])
    return torch.cat(pooled)
