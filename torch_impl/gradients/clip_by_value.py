"""Gradient clipping by value in PyTorch."""

from __future__ import annotations

import torch


def clip_by_value(g: torch.Tensor, limit: float) -> torch.Tensor:
    """Return g moved into [-limit, limit], as :func:`torch.nn.utils.clip_grad_value_` does."""
    return torch.clamp(g, -limit, limit)
