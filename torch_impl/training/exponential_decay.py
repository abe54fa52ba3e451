"""Exponential decay of the learning rate in PyTorch."""

from __future__ import annotations

import torch
from torch.optim import lr_scheduler

from torch_impl.training.scheduled import scheduled


def exponential_decay(
    step: torch.Tensor, lr: float = 0.1, gamma: float = 0.95, decay_steps: int = 1
) -> torch.Tensor:
    """Return what :class:`torch.optim.lr_scheduler.ExponentialLR` sets.

    Shapes:
        step and the result: any, both the same.
    """
    return scheduled(step, lr, lambda o: lr_scheduler.ExponentialLR(o, gamma ** (1 / decay_steps)))
