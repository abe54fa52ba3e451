"""Gradient clipping by global norm in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

TORCH_EPSILON = 1e-6
"""What :func:`torch.nn.utils.clip_grad_norm_` adds to the norm."""


def clip_by_global_norm(
    gradients: Sequence[torch.Tensor], max_norm: float, epsilon: float = 0.0
) -> list[torch.Tensor]:
    """Return the gradients scaled by :func:`torch.nn.utils.clip_grad_norm_`.

    That divides max_norm by norm + 1e-6; for another epsilon the threshold that it is given makes
    up for the difference.
    """
    parameters = [nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for parameter, g in zip(parameters, gradients, strict=True):
        parameter.grad = g.clone()
    if epsilon != TORCH_EPSILON:
        norm = nn.utils.clip_grad_norm_(parameters, float("inf"))  # changes nothing
        max_norm = max_norm * (norm + TORCH_EPSILON) / (norm + epsilon)
    nn.utils.clip_grad_norm_(parameters, max_norm)
    return [parameter.grad for parameter in parameters]
