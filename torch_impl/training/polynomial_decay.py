"""Polynomial decay of the learning rate in PyTorch."""

from __future__ import annotations

import torch
from torch.optim import lr_scheduler

from torch_impl.training.scheduled import scheduled


def polynomial_decay(
    step: torch.Tensor,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_end: float = 0.0,
    power: float = 1.0,
) -> torch.Tensor:
    """Return what :class:`torch.optim.lr_scheduler.PolynomialLR` sets, put above lr_end.

    Shapes:
        step and the result: any, both the same.
    """
    part = scheduled(step, 1.0, lambda o: lr_scheduler.PolynomialLR(o, decay_steps, power))
    return lr_end + (lr - lr_end) * part
