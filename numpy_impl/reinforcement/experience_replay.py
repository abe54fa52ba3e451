"""Experience replay."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices
from numpy_impl.validation import as_float, require_shape


def experience_replay(
    s: np.ndarray,
    a: ArrayLike,
    r: np.ndarray,
    s_next: np.ndarray,
    done: ArrayLike,
    idx: ArrayLike,
    capacity: int = 10000,
) -> tuple[np.ndarray, ...]:
    """Return the transitions at the given places of a memory that keeps the newest ones.

    Transition i lies at the place i mod capacity: when the memory is full, each new one takes the
    place of the oldest.

    Args:
        s: the states of k transitions (k, ...), in the order in which they were seen.
        a: the actions (k,).
        r: the rewards (k,).
        s_next: the next states, of the shape of s.
        done: 1 where the episode ended, else 0 (k,).
        idx: the places that were drawn (N,), each one that is filled.
        capacity: how many transitions the memory holds.

    Returns:
        s, a, r, s_next and done of the drawn transitions, N of each.

    Source:
        Lin (1992), Self-improving reactive agents based on reinforcement learning, planning and
        teaching, Machine Learning 8; Mnih et al. (2015), Human-level control through deep
        reinforcement learning, Nature 518.
    """
    if capacity < 1:
        raise ValueError(f"capacity is {capacity}, but must be at least 1.")
    s = as_float("s", s)
    if s.ndim == 0:
        raise ValueError("s has shape (), but a state for each transition was expected.")
    s_next = as_float("s_next", s_next).astype(s.dtype)
    require_shape("s_next", s_next, s.shape)
    r = as_float("r", r)
    k = len(s)
    transitions = (s, np.asarray(a), r, s_next, np.asarray(done))
    for name, array in zip(("a", "r", "done"), (transitions[1], r, transitions[4]), strict=True):
        require_shape(name, array, (k,))
    memory = [np.empty((capacity, *array.shape[1:]), array.dtype) for array in transitions]
    for i in range(k):
        place = i % capacity
        for kept, array in zip(memory, transitions, strict=True):
            kept[place] = array[i]
    places = as_indices("idx", idx, min(k, capacity))
    require_shape("idx", places, (None,))
    return tuple(kept[places] for kept in memory)  # the same places of all five
