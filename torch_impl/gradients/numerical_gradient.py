"""Numerical gradient in PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.autograd.gradcheck import _get_numerical_jacobian


def numerical_gradient(
    f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, h: float = 1e-4
) -> torch.Tensor:
    """Return the gradient of f at x by the central differences of :func:`torch.autograd.gradcheck`.

    Gradcheck keeps what it computes to itself, hence the underscore.
    """
    x = x.detach().clone() if x.is_floating_point() else x.double()
    x = x.requires_grad_()
    ((jacobian,),) = _get_numerical_jacobian(f, (x,), eps=h)
    return jacobian.reshape(x.shape)
