"""The target of temporal-difference learning."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.transitions import as_discount, as_ends, as_numbers
from numpy_impl.validation import as_float, require_shape


def td_target(
    r: np.ndarray,
    q_next: np.ndarray,
    done: ArrayLike,
    a_next: ArrayLike | None = None,
    gamma: float = 0.99,
) -> np.ndarray:
    """Return y = r + gamma (1 - done) Q(s', a'): one step seen, and the rest estimated.

    Args:
        r: the rewards of N transitions (N,).
        q_next: the values of all actions in the next state (N, A).
        done: 1 where the episode ended, else 0 (N,).
        a_next: the action whose value counts (N,); the best one if None, as in Q-learning.
        gamma: the discount, from 0 to 1.

    Returns:
        y (N,). No gradient belongs to it: it is what Q(s, a) is moved towards.

    Source:
        Sutton and Barto (2018), Reinforcement learning, 2nd edition, sections 6.1 to 6.5.
    """
    q_next, gamma = as_float("q_next", q_next), as_discount(gamma)
    require_shape("q_next", q_next, (None, None))
    N, A = q_next.shape
    if A == 0:
        raise ValueError(f"q_next has shape {q_next.shape}, but there must be an action.")
    r = as_float("r", r).astype(q_next.dtype)
    require_shape("r", r, (N,))
    ends = as_ends(done, r)
    if a_next is None:
        v_next = q_next.max(axis=1)
    else:
        a_next = as_numbers("a_next", a_next, A, (N,))
        v_next = q_next[np.arange(N), a_next]
    return r + gamma * (1 - ends) * v_next
