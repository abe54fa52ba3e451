"""Gradient clipping by norm in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.gradients.clip_by_global_norm import clip_by_global_norm


def clip_by_norm(g: torch.Tensor, max_norm: float, epsilon: float = 0.0) -> torch.Tensor:
    """Return g scaled down to the length max_norm if it is longer."""
    (clipped,) = clip_by_global_norm([g], max_norm, epsilon)
    return clipped
