"""What the optimizers in PyTorch share: settings of the groups, and a walk over the gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import optim


def keep_in_groups(optimizer: optim.Optimizer, **settings) -> None:
    """Keep settings where PyTorch keeps ``lr``: in each group, and so in the state dict."""
    optimizer.defaults.update(settings)  # for groups that are added later
    for group in optimizer.param_groups:
        for name, value in settings.items():
            group.setdefault(name, value)


def loss_of(closure: Callable | None) -> torch.Tensor | float | None:
    """Return what the closure of a step gives; it computes the gradients."""
    if closure is None:
        return None
    with torch.enable_grad():
        return closure()


def with_gradient(optimizer: optim.Optimizer) -> Iterator[tuple[torch.Tensor, dict]]:
    """Yield each parameter that a step moves, and its group."""
    for group in optimizer.param_groups:
        for p in group["params"]:
            if p.grad is not None:
                yield p, group
