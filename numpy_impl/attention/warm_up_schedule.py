"""The Transformer's learning rate: warm-up, then decay."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float


def warm_up_schedule(step: ArrayLike, d_model: int = 512, warmup_steps: int = 4000) -> np.ndarray:
    """Return d_model^-0.5 min(step^-0.5, step warmup_steps^-1.5), the learning rate at a step.

    It rises in a straight line up to step = warmup_steps, where the two are equal, and falls from
    there with the root of the step.

    Args:
        step: the number of the step, counted from 1; several at once will do.
        d_model: length of the vector at a position: larger models take smaller steps.
        warmup_steps: the steps over which the learning rate rises.

    Shapes:
        step and the result: any, both the same.

    Source:
        Vaswani et al. (2017), Attention is all you need, section 5.3, eq. 3.
    """
    for name, size in (("d_model", d_model), ("warmup_steps", warmup_steps)):
        if size < 1:
            raise ValueError(f"{name} is {size}, but must be at least 1.")
    s = as_float("step", step)
    if (s < 1).any():
        raise ValueError(f"Steps are counted from 1, but one is {s.min():g}.")
    rising = s * float(warmup_steps) ** -1.5
    falling = 1 / np.sqrt(s)
    return float(d_model) ** -0.5 * np.minimum(falling, rising)
