"""Checks of what an agent has seen: states, actions, ends of episodes, and the discount."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices
from numpy_impl.validation import as_float, require_shape


def as_discount(gamma: float) -> float:
    """Return gamma as Python's own number, which leaves float32 as it is.

    Raises:
        ValueError: if it is not from 0 to 1.
    """
    if not 0 <= gamma <= 1:
        raise ValueError(f"gamma is {gamma}, but must be from 0 to 1.")
    return float(gamma)


def as_numbers(name: str, value: ArrayLike, n: int, shape: Sequence[int | None]) -> np.ndarray:
    """Return the numbers of states or actions, integers from 0 to n - 1, of this shape.

    Raises:
        ValueError: for another shape, for what is no integer, and for one outside.
    """
    array = as_indices(name, value, n)
    require_shape(name, array, shape)
    return array


def as_ends(done: ArrayLike, like: np.ndarray) -> np.ndarray:
    """Return done as numbers of the type and shape of ``like``: 1 where an episode ends, else 0.

    Raises:
        ValueError: for another shape, and for a number that is neither 0 nor 1.
    """
    ends = as_float("done", done).astype(like.dtype)
    require_shape("done", ends, like.shape)
    other = (ends != 0) & (ends != 1)
    if other.any():
        raise ValueError(f"done holds {ends[other][0]:g}, but must be 0 or 1.")
    return ends


def as_transitions(
    Q: np.ndarray, s: ArrayLike, a: ArrayLike, r: ArrayLike, s_next: ArrayLike, done: ArrayLike
) -> tuple[np.ndarray, ...]:
    """Return a table Q (S, A), copied, and k transitions that fit it, each (k,).

    Raises:
        ValueError: naming the numbers that do not fit.
    """
    Q = as_float("Q", Q).copy()
    require_shape("Q", Q, (None, None))
    S, A = Q.shape
    s = as_numbers("s", s, S, (None,))
    a = as_numbers("a", a, A, s.shape)
    r = as_float("r", r).astype(Q.dtype)
    require_shape("r", r, s.shape)
    s_next = as_numbers("s_next", s_next, S, s.shape)
    return Q, s, a, r, s_next, as_ends(done, r)


def as_rates(lr: float | Sequence[float], like: np.ndarray) -> np.ndarray:
    """Return the learning rate of each transition (k,): one for all, or one for each.

    Raises:
        ValueError: for another number of them.
    """
    rates = np.asarray(lr, dtype=like.dtype)
    if rates.shape not in ((), like.shape):
        raise ValueError(f"lr has shape {rates.shape}, but () or {like.shape} was expected.")
    return np.broadcast_to(rates, like.shape)
