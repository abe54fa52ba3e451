"""One step of training in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


def train_step(
    network: nn.Module,
    loss: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    t: torch.Tensor,
    masks: dict[str, torch.Tensor] | None = None,
) -> tuple[float, float]:
    """Take one step on one batch; return the loss, penalty included, and the accuracy before it.

    Shapes:
        x (N, ...), t (N,) class numbers, masks by dropout layer.
    """
    network.train()
    optimizer.zero_grad()
    options = {} if masks is None else {"masks": masks}
    scores = network(x, **options)
    value = loss(scores, t) + network.penalty()  # type: ignore[operator]
    value.backward()
    optimizer.step()
    return value.item(), (scores.argmax(dim=1) == t).double().mean().item()
