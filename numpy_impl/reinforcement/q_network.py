"""A small network that gives the value of every action, and batches of transitions for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices
from numpy_impl.reinforcement.transitions import as_ends
from numpy_impl.validation import as_float, require_shape

Parameters = Sequence[np.ndarray]
"""W1 (D, H), b1 (H,), W2 (H, A) and b2 (A,)."""


def as_network(W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> list[np.ndarray]:
    """Return copies of the parameters, as floats of one type.

    Raises:
        ValueError: for shapes that do not fit together.
    """
    W1 = as_float("W1", W1).copy()
    b1, W2, b2 = (
        as_float(name, array).astype(W1.dtype)
        for name, array in (("b1", b1), ("W2", W2), ("b2", b2))
    )
    require_shape("W1", W1, (None, None))
    H = W1.shape[1]
    require_shape("b1", b1, (H,))
    require_shape("W2", W2, (H, None))
    require_shape("b2", b2, W2.shape[1:])
    return [W1, b1, W2, b2]


def as_batches(
    theta: Parameters,
    s: ArrayLike,
    a: ArrayLike,
    r: ArrayLike,
    s_next: ArrayLike,
    done: ArrayLike,
    sync: int,
) -> tuple[np.ndarray, ...]:
    """Return k batches of N transitions that fit the network, of its type.

    Raises:
        ValueError: naming the numbers that do not fit.
    """
    W1, _, _, b2 = theta
    s, r, s_next = (
        as_float(name, array).astype(W1.dtype)
        for name, array in (("s", s), ("r", r), ("s_next", s_next))
    )
    require_shape("s", s, (None, None, len(W1)))
    k, N, _ = s.shape
    if N == 0:
        raise ValueError(f"s has shape {s.shape}, but a batch must hold a transition.")
    a = as_indices("a", a, len(b2))
    require_shape("a", a, (k, N))
    require_shape("r", r, (k, N))
    require_shape("s_next", s_next, s.shape)
    if sync < 1:
        raise ValueError(f"sync is {sync}, but must be at least 1.")
    return s, a, r, s_next, as_ends(done, r)


def q_values(theta: Parameters, s: np.ndarray) -> np.ndarray:
    """Return the value of each action (N, A) in the states s (N, D): relu(s W1 + b1) W2 + b2."""
    W1, b1, W2, b2 = theta
    return np.maximum(s @ W1 + b1, 0) @ W2 + b2


def gradients(theta: Parameters, s: np.ndarray, dq: np.ndarray) -> list[np.ndarray]:
    """Return the gradients of the four parameters, where the values of s have the gradient dq."""
    W1, b1, W2, _ = theta
    h = np.maximum(s @ W1 + b1, 0)
    da = (dq @ W2.T) * (h > 0)
    return [s.T @ da, da.sum(axis=0), h.T @ dq, dq.sum(axis=0)]


def huber(error: np.ndarray) -> np.ndarray:
    """Return error^2 / 2 where it is at most 1 in size, and |error| - 1/2 beyond."""
    size = np.abs(error)
    return np.where(size <= 1, error * error / 2, size - error.dtype.type(0.5))
