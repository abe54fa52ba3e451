"""Automatic differentiation in PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch


def autodiff(f: Callable[..., torch.Tensor], *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Return y = f(inputs) and its gradients, by :func:`torch.autograd.grad`.

    Shapes:
        y scalar; a gradient as its input, 0 where y does not depend on it.
    """
    leaves = _leaves(inputs)
    y = f(*leaves)
    return y.detach(), *torch.autograd.grad(y, leaves, materialize_grads=True)


def _leaves(inputs: tuple[torch.Tensor, ...]) -> list[torch.Tensor]:
    """Return copies, real numbers, whose gradients are asked for."""
    return [
        (x if x.is_floating_point() else x.to(torch.float64)).detach().clone().requires_grad_()
        for x in inputs
    ]


def _backward_twice(
    *inputs: torch.Tensor, f: Callable[..., torch.Tensor]
) -> tuple[torch.Tensor, ...]:
    """Return what stands in ``grad`` after two passes between which nobody set it to 0."""
    leaves = _leaves(inputs)
    for _ in range(2):
        y = f(*leaves)
        y.backward()
    return y.detach(), *(leaf.grad for leaf in leaves)
