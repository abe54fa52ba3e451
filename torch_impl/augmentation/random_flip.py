"""Random flip in PyTorch."""

from __future__ import annotations

import torch


def random_flip(x: torch.Tensor, flip: torch.Tensor, vertical: bool = False) -> torch.Tensor:
    """Return the images, those that were drawn mirrored.

    Shapes:
        x (N, C, H, W), flip (N,); the result as x.
    """
    return torch.where(flip.bool()[:, None, None, None], x.flip(2 if vertical else 3), x)
