"""Early stopping in PyTorch, which has none of its own."""

from __future__ import annotations

import torch


def early_stopping(
    losses: torch.Tensor, patience: int = 0, min_delta: float = 0.0, mode: str = "min"
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (stop, best), from one epoch that improves to the next.

    Shapes:
        losses (E,); both results scalars.
    """
    turned = losses if mode == "min" else -losses
    best, last = 0, len(losses) - 1
    while True:
        better = torch.nonzero(turned < turned[best] - min_delta).flatten()
        following = better[better > best]
        gives_up = best + max(patience, 1)
        if len(following) and following[0] <= gives_up:
            best = int(following[0])
        else:
            return torch.tensor(min(gives_up, last)), torch.tensor(best)


def _on_plateau(losses: torch.Tensor, patience: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return when PyTorch's scheduler of that name lowers the learning rate, and the best epoch."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, patience=patience, threshold=0.0
    )
    stop = 0
    while stop < len(losses) - 1:
        scheduler.step(losses[stop])
        if optimizer.param_groups[0]["lr"] < 1:
            break
        stop += 1
    return torch.tensor(stop), losses[: stop + 1].argmin()
