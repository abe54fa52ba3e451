"""Linear warm-up of the learning rate in PyTorch."""

from __future__ import annotations

import torch
from torch.optim import lr_scheduler

from torch_impl.training.scheduled import scheduled


def linear_warm_up(
    step: torch.Tensor, lr: float = 0.1, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> torch.Tensor:
    """Return what :class:`torch.optim.lr_scheduler.LinearLR` sets.

    Shapes:
        step and the result: any, both the same.
    """
    return scheduled(
        step, lr, lambda o: lr_scheduler.LinearLR(o, start_factor, total_iters=warmup_steps)
    )
