"""Cosine decay of the learning rate in PyTorch."""

from __future__ import annotations

import torch
from torch.optim import lr_scheduler

from torch_impl.training.scheduled import scheduled


def cosine_decay(
    step: torch.Tensor,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_min: float = 0.0,
    restarts: bool = False,
    t_mult: int = 1,
) -> torch.Tensor:
    """Return what ``CosineAnnealingLR`` or ``CosineAnnealingWarmRestarts`` sets.

    The first rises again behind its period, so it is not asked there.

    Shapes:
        step and the result: any, both the same.
    """
    if restarts:
        return scheduled(
            step,
            lr,
            lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, decay_steps, t_mult, lr_min),
        )
    within = step.clamp(max=decay_steps)
    return scheduled(within, lr, lambda o: lr_scheduler.CosineAnnealingLR(o, decay_steps, lr_min))


def _rising_again(step: torch.Tensor, lr: float, decay_steps: int) -> torch.Tensor:
    """Return what ``CosineAnnealingLR`` sets, also behind its period."""
    return scheduled(step, lr, lambda o: lr_scheduler.CosineAnnealingLR(o, decay_steps))
