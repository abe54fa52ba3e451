"""The step that a learning-rate schedule is asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float


def steps_from_0(step: ArrayLike, **positive: float) -> np.ndarray:
    """Return the numbers of steps as floats.

    Args:
        step: counted from 0.
        positive: arguments that must be greater than 0, by name.

    Raises:
        ValueError: if a step is negative, or an argument is not greater than 0.
    """
    for name, value in positive.items():
        if not value > 0:
            raise ValueError(f"{name} is {value}, but must be greater than 0.")
    step = as_float("step", step)
    if np.any(step < 0):
        raise ValueError("step must be 0 or greater, but one is negative.")
    return step
