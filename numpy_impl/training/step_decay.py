"""Step decay of the learning rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.training.steps import steps_from_0


def step_decay(
    step: ArrayLike, lr: float = 0.1, step_size: int = 30, gamma: float = 0.1
) -> np.ndarray:
    """Return lr gamma^floor(step / step_size): a stair down, one tread each step_size steps.

    Args:
        step: the number of the step or epoch, counted from 0; several at once will do.
        lr: the learning rate at the beginning.
        step_size: how long a tread is.
        gamma: what is left of the learning rate on the next one.

    Returns:
        The learning rate, of the shape of step.

    Source:
        He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 3.4.
    """
    s = steps_from_0(step, lr=lr, step_size=step_size, gamma=gamma)
    stair = np.floor(s / step_size)
    return lr * gamma**stair
