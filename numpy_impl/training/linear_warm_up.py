"""Linear warm-up of the learning rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.training.steps import steps_from_0


def linear_warm_up(
    step: ArrayLike, lr: float = 0.1, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> np.ndarray:
    """Return lr (start_factor + (1 - start_factor) step / warmup_steps), and lr from there on.

    Args:
        step: the number of the step, counted from 0; several at once will do.
        lr: the learning rate that is reached.
        warmup_steps: the steps over which it rises.
        start_factor: the share of it at the beginning, from 0 to 1.

    Returns:
        The learning rate, of the shape of step.

    Source:
        Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, section
        2.2.
    """
    s = steps_from_0(step, lr=lr, warmup_steps=warmup_steps)
    if not 0 <= start_factor <= 1:
        raise ValueError(f"start_factor is {start_factor}, but must be from 0 to 1.")
    part = np.minimum(s / warmup_steps, 1)
    return lr * (start_factor + (1 - start_factor) * part)
