"""Brightness in PyTorch."""

from __future__ import annotations

import torch


def brightness(
    x: torch.Tensor,
    amount: torch.Tensor,
    mode: str = "add",
    clip: tuple[float, float] | None = None,
) -> torch.Tensor:
    """Return the images, each made brighter or darker.

    Shapes:
        x (N, C, H, W), amount (N,); the result as x.
    """
    drawn = amount[:, None, None, None]
    y = torch.add(x, drawn) if mode == "add" else torch.mul(x, drawn)
    return y if clip is None else y.clamp(*clip)
