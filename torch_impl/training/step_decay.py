"""Step decay of the learning rate in PyTorch."""

from __future__ import annotations

import torch
from torch.optim import lr_scheduler

from torch_impl.training.scheduled import scheduled


def step_decay(
    step: torch.Tensor, lr: float = 0.1, step_size: int = 30, gamma: float = 0.1
) -> torch.Tensor:
    """Return what :class:`torch.optim.lr_scheduler.StepLR` sets.

    Shapes:
        step and the result: any, both the same.
    """
    return scheduled(step, lr, lambda o: lr_scheduler.StepLR(o, step_size, gamma))
