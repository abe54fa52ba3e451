"""Lasso gradient (exam) in PyTorch."""

from __future__ import annotations

import torch


def lasso(param: torch.Tensor, grad: torch.Tensor, rate: float) -> torch.Tensor:
    """Return grad plus the gradient of rate sum |param|, which autograd takes to be 0 at 0."""
    param = param.detach().requires_grad_()
    loss = torch.sum(grad * param)
    penalty = rate * torch.linalg.vector_norm(param, ord=1)
    return torch.autograd.grad(loss + penalty, param)[0]
