"""Polynomial decay of the learning rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.training.steps import steps_from_0


def polynomial_decay(
    step: ArrayLike,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_end: float = 0.0,
    power: float = 1.0,
) -> np.ndarray:
    """Return lr_end + (lr - lr_end) (1 - step / decay_steps)^power, and lr_end from there on.

    Args:
        step: the number of the step, counted from 0; several at once will do.
        lr: the learning rate at the beginning.
        decay_steps: the step at which the end is reached.
        lr_end: the learning rate at the end.
        power: 1 for a straight line; the larger, the faster it falls at first.

    Returns:
        The learning rate, of the shape of step.

    Source:
        Chen et al. (2018), DeepLab, section 4.1 (the "poly" policy).
    """
    s = steps_from_0(step, lr=lr, decay_steps=decay_steps, power=power)
    left = 1 - np.minimum(s / decay_steps, 1)
    return lr_end + (lr - lr_end) * left**power
