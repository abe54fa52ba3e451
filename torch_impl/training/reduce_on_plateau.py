"""A learning rate that is lowered on a plateau, in PyTorch."""

from __future__ import annotations

from typing import Any

import torch


def reduce_on_plateau(
    losses: torch.Tensor,
    lr: float = 0.1,
    factor: float = 0.1,
    patience: int = 10,
    threshold: float = 1e-4,
    cooldown: int = 0,
    min_lr: float = 0.0,
    mode: str = "min",
    threshold_mode: str = "rel",
) -> torch.Tensor:
    """Return the rates that :class:`torch.optim.lr_scheduler.ReduceLROnPlateau` sets.

    Shapes:
        losses and rates (E,).
    """
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    chosen: Any = mode, threshold_mode
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer,
        mode=chosen[0],
        factor=factor,
        patience=patience,
        threshold=threshold,
        threshold_mode=chosen[1],
        cooldown=cooldown,
        min_lr=min_lr,
        eps=0.0,
    )
    rates = []
    for loss in losses:
        scheduler.step(float(loss))
        rates.append(optimizer.param_groups[0]["lr"])
    return torch.tensor(rates, dtype=losses.dtype)
