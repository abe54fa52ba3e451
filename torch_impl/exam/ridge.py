"""The exam's cross-entropy in PyTorch, and ridge and lasso by autograd."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def cross_entropy_error(d: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean of -log(y + 1e-7) at the right classes, by ``nll_loss``.

    Shapes:
        d one-hot and y (N, C), or (C,) for one example.
    """
    return F.nll_loss(torch.log(y + 1e-7), d.argmax(dim=-1))


def ridge(param: torch.Tensor, grad: torch.Tensor, rate: float) -> torch.Tensor:
    """Return grad plus the gradient of (rate / 2) sum param^2."""
    param = param.detach().requires_grad_()
    loss = torch.sum(grad * param)  # any loss whose gradient is grad
    penalty = rate / 2 * torch.sum(param**2)
    return torch.autograd.grad(loss + penalty, param)[0]


def lasso(param: torch.Tensor, grad: torch.Tensor, rate: float) -> torch.Tensor:
    """Return grad plus the gradient of rate sum |param|, which autograd takes to be 0 at 0."""
    param = param.detach().requires_grad_()
    loss = torch.sum(grad * param)
    penalty = rate * torch.linalg.vector_norm(param, ord=1)
    return torch.autograd.grad(loss + penalty, param)[0]
