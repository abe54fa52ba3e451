"""Policies that are given by logits: their checks and their logarithms."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.transitions import as_numbers
from numpy_impl.validation import as_float, require_shape


def as_choices(x: np.ndarray, a: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return logits x (T, A) and the actions a (T,) that were taken.

    Raises:
        ValueError: for no steps, no actions, another shape, or an action outside.
    """
    x = as_float("x", x)
    require_shape("x", x, (None, None))
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}, but there must be a step and an action.")
    return x, as_numbers("a", a, x.shape[1], (len(x),))


def as_steps(name: str, value: ArrayLike, x: np.ndarray) -> np.ndarray:
    """Return a number for each of the T steps of x, of its type.

    Raises:
        ValueError: for another shape.
    """
    array = as_float(name, value).astype(x.dtype)
    require_shape(name, array, (len(x),))
    return array


def log_policy(x: np.ndarray) -> np.ndarray:
    """Return log pi (T, A), the log-softmax of the logits."""
    z = x - x.max(axis=1, keepdims=True)
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True)
