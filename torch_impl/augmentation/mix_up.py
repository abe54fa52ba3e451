"""Mixup in PyTorch."""

from __future__ import annotations

import torch


def mix_up(
    x: torch.Tensor, t: torch.Tensor, partner: torch.Tensor, mix: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return each example mixed with its partner, and its target likewise.

    Shapes:
        x (N, ...), t (N, C), partner and mix (N,); the results as x and t.
    """

    def mixed(a: torch.Tensor) -> torch.Tensor:
        return torch.lerp(a[partner], a, mix.view(-1, *[1] * (a.ndim - 1)))

    return mixed(x), mixed(t)
