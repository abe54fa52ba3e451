"""Gradients in PyTorch: the differences of its gradient checker, and ``torch.nn.utils``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import nn
from torch.autograd.gradcheck import _get_numerical_jacobian

TORCH_EPSILON = 1e-6
"""What :func:`torch.nn.utils.clip_grad_norm_` adds to the norm."""


def numerical_gradient(
    f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, h: float = 1e-4
) -> torch.Tensor:
    """Return the gradient of f at x by the central differences of :func:`torch.autograd.gradcheck`.

    Gradcheck keeps what it computes to itself, hence the underscore.
    """
    x = x.detach().clone().requires_grad_()
    ((jacobian,),) = _get_numerical_jacobian(f, (x,), eps=h)
    return jacobian.reshape(x.shape)


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


def clip_by_value(g: torch.Tensor, limit: float) -> torch.Tensor:
    """Return g moved into [-limit, limit], as :func:`torch.nn.utils.clip_grad_value_` does."""
    return torch.clamp(g, -limit, limit)


def clip_by_norm(g: torch.Tensor, max_norm: float, epsilon: float = 0.0) -> torch.Tensor:
    """Return g scaled down to the length max_norm if it is longer."""
    (clipped,) = clip_by_global_norm([g], max_norm, epsilon)
    return clipped


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
