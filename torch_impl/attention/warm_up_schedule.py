"""The Transformer's learning rate in PyTorch."""

from __future__ import annotations

import torch


def warm_up_schedule(
    step: torch.Tensor, d_model: int = 512, warmup_steps: int = 4000
) -> torch.Tensor:
    """Return the learning rate at a step, which ``torch.optim.lr_scheduler.LambdaLR`` may call.

    Its own schedules know no such decay: its warm-up, ``LinearLR``, goes on at a constant rate.
    """
    return d_model**-0.5 * torch.minimum(step.rsqrt(), step * warmup_steps**-1.5)
