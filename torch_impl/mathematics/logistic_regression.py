"""Logistic regression in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def logistic_regression(
    x: torch.Tensor,
    t: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor,
    lr: float = 0.1,
    n_steps: int = 10,
    l2: float = 0.0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (w, b, loss), trained by :class:`torch.optim.SGD`, whose weight decay is l2.

    Shapes:
        x (N, D), t (N,), w (D,), b and loss ().
    """
    w, b = (v.clone().requires_grad_() for v in (w, b))
    groups = [{"params": [w], "weight_decay": l2}, {"params": [b]}]
    optimizer = torch.optim.SGD(groups, lr=lr)

    def loss() -> torch.Tensor:
        return F.binary_cross_entropy_with_logits(x @ w + b, t)

    for _ in range(n_steps):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    return w.detach(), b.detach(), (loss() + l2 / 2 * w.square().sum()).detach()
