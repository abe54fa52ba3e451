"""Gradient accumulation in PyTorch, whose backward adds to what is there."""

from __future__ import annotations

import torch


def gradient_accumulation(
    W: torch.Tensor, g: torch.Tensor, lr: float = 0.01, n_accumulated: int = 4
) -> torch.Tensor:
    """Return W after each micro-batch, several of which make one step of SGD.

    Shapes:
        W any, g (S, ...); the result as g.
    """
    parameter = torch.nn.Parameter(W.clone())
    optimizer = torch.optim.SGD([parameter], lr=lr)
    path = []
    for k, gradient in enumerate(g, start=1):
        loss = (parameter * gradient).sum() / n_accumulated
        loss.backward()
        if k % n_accumulated == 0:
            optimizer.step()
            optimizer.zero_grad()
        path.append(parameter.detach().clone())
    return torch.stack(path)
