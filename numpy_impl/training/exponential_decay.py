"""Exponential decay of the learning rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.training.steps import steps_from_0


def exponential_decay(
    step: ArrayLike, lr: float = 0.1, gamma: float = 0.95, decay_steps: int = 1
) -> np.ndarray:
    """Return lr gamma^(step / decay_steps).

    Args:
        step: the number of the step or epoch, counted from 0; several at once will do.
        lr: the learning rate at the beginning.
        gamma: what is left of the learning rate after decay_steps steps.
        decay_steps: the steps over which it falls by gamma.

    Returns:
        The learning rate, of the shape of step.

    Source:
        keras.optimizers.schedules.ExponentialDecay; torch.optim.lr_scheduler.ExponentialLR.
    """
    s = steps_from_0(step, lr=lr, gamma=gamma, decay_steps=decay_steps)
    part = s / decay_steps
    return lr * gamma**part
