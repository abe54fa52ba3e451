"""Gradient check in PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch

from torch_impl.gradients.numerical_gradient import numerical_gradient


def gradient_check(
    f: Callable[[torch.Tensor], torch.Tensor],
    gradient: torch.Tensor,
    x: torch.Tensor,
    h: float = 1e-4,
) -> torch.Tensor:
    """Return the largest |g - n| / max(|g|, |n|), n being the numerical gradient of f at x."""
    estimate = numerical_gradient(f, x, h)
    error = (gradient - estimate).abs() / torch.maximum(gradient.abs(), estimate.abs())
    return error.nan_to_num(nan=0.0).max()  # 0 / 0 where both are 0
