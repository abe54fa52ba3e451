"""Ridge gradient (exam) in PyTorch."""

from __future__ import annotations

import torch


def ridge(param: torch.Tensor, grad: torch.Tensor, rate: float) -> torch.Tensor:
    """Return grad plus the gradient of (rate / 2) sum param^2."""
    param = param.detach().requires_grad_()
    loss = torch.sum(grad * param)  # any loss whose gradient is grad
    penalty = rate / 2 * torch.sum(param**2)
    return torch.autograd.grad(loss + penalty, param)[0]
