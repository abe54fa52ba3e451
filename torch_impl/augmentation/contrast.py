"""Contrast in PyTorch."""

from __future__ import annotations

import torch


def contrast(
    x: torch.Tensor,
    factor: torch.Tensor,
    about: str = "channel",
    clip: tuple[float, float] | None = None,
) -> torch.Tensor:
    """Return the images, blended with their mean.

    Shapes:
        x (N, C, H, W), factor (N,); the result as x.
    """
    if about == "gray":
        weights = torch.tensor([0.299, 0.587, 0.114], dtype=x.dtype)
        mean = torch.einsum("nchw,c->nhw", x, weights).mean((1, 2))[:, None, None, None]
    else:
        mean = x.mean((2, 3), keepdim=True)
    y = torch.lerp(mean, x, factor[:, None, None, None])
    return y if clip is None else y.clamp(*clip)
