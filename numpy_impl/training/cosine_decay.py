"""Cosine decay of the learning rate, with or without warm restarts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.training.steps import steps_from_0


def cosine_decay(
    step: ArrayLike,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_min: float = 0.0,
    restarts: bool = False,
    t_mult: int = 1,
) -> np.ndarray:
    """Return lr_min + (lr - lr_min) (1 + cos(pi part)) / 2, part from 0 to 1 along a period.

    Args:
        step: the number of the step, counted from 0; several at once will do.
        lr: the learning rate at the beginning.
        decay_steps: the length of the (first) period.
        lr_min: the learning rate at the end of a period.
        restarts: begins again at lr after each period; without, lr_min is kept.
        t_mult: by how much each period is longer than the one before it.

    Returns:
        The learning rate, of the shape of step.

    Source:
        Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts, eq. 5.
    """
    s = steps_from_0(step, lr=lr, decay_steps=decay_steps)
    if t_mult < 1:
        raise ValueError(f"t_mult is {t_mult}, but must be at least 1.")
    length = np.full_like(s, decay_steps)
    while restarts and np.any(s >= length):
        over = s >= length
        s = np.where(over, s - length, s)
        length = np.where(over, t_mult * length, length)
    part = np.minimum(s / length, 1)
    return lr_min + (lr - lr_min) * (1 + np.cos(np.pi * part)) / 2
