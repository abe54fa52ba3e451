"""What the measures of information share: probabilities, their logarithms, the unit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import require_probabilities
from numpy_impl.validation import as_float, require_shape


def distribution(name: str, p: ArrayLike) -> np.ndarray:
    """Return probabilities as a float array; one below 0 or above 1 is an error."""
    p = as_float(name, p)
    require_probabilities(p, name)
    if p.ndim == 0:
        raise ValueError(f"{name} has shape (), but a distribution needs an axis of outcomes.")
    return p


def two_distributions(p: ArrayLike, q: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return two of one shape, in the type of the first."""
    p = distribution("p", p)
    q = distribution("q", q).astype(p.dtype, copy=False)
    require_shape("q", q, p.shape)
    return p, q


def weighted_log(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Return p log q; where p is 0 it is 0, as p log p is in the limit."""
    with np.errstate(divide="ignore"):  # log 0 is minus infinity where p is not 0
        return p * np.log(np.where(p > 0, q, 1))


def log(p: np.ndarray) -> np.ndarray:
    """Return log p, minus infinity where p is 0, untold."""
    with np.errstate(divide="ignore"):
        return np.log(p)


def nats(base: float) -> float:
    """Return how many nats the unit has: 1 for base e, log 2 for bits."""
    if not base > 0 or base == 1:
        raise ValueError(f"base is {base}, but must be greater than 0 and not 1.")
    return math.log(base)


def spread(name: str, dy: ArrayLike, p: np.ndarray, axis: int) -> np.ndarray:
    """Return the gradient of each distribution's number, with the axis of outcomes again."""
    dy = np.asarray(dy, dtype=p.dtype)
    require_shape(name, dy, p.sum(axis=axis).shape)
    return np.expand_dims(dy, axis)
