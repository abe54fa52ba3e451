"""What PyTorch's schedulers set, step by step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def scheduled(
    step: torch.Tensor, lr: float, schedule: Callable[[Optimizer], LRScheduler]
) -> torch.Tensor:
    """Return the learning rates that an optimizer has at some steps, counted from 0.

    Shapes:
        step and the result: any, both the same.
    """
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=float(lr))
    scheduler = schedule(optimizer)
    rates = []
    for _ in range(int(step.max()) + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return torch.tensor(rates, dtype=torch.float64)[step.long()]
