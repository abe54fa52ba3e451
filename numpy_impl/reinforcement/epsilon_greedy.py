"""The epsilon-greedy policy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.transitions import as_numbers
from numpy_impl.validation import as_float, require_shape


def epsilon_greedy(
    q: np.ndarray, u: np.ndarray, random: ArrayLike, epsilon: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each action, and the actions that the given draws choose.

        p(a | s) = epsilon / A + (1 - epsilon) [a is the best action of s]

    Args:
        q: the values of the actions in N states (N, A).
        u: a number for each state, drawn evenly from 0 to 1 (N,): below epsilon it explores.
        random: the action that is taken then (N,), drawn evenly.
        epsilon: how often a random action is taken, from 0 to 1.

    Returns:
        p (N, A) and the actions a (N,). Of equally good actions the first one is the best.

    Source:
        Sutton and Barto (2018), Reinforcement learning, 2nd edition, sections 2.2 and 5.4.
    """
    q, u = as_float("q", q), as_float("u", u)
    require_shape("q", q, (None, None))
    N, A = q.shape
    require_shape("u", u, (N,))
    random = as_numbers("random", random, A, (N,))
    if not 0 <= epsilon <= 1:
        raise ValueError(f"epsilon is {epsilon}, but must be from 0 to 1.")
    if A == 0:
        raise ValueError(f"q has shape {q.shape}, but there must be an action.")
    greedy = q.argmax(axis=1)
    p = np.full_like(q, epsilon / A)
    p[np.arange(N), greedy] += 1 - epsilon  # the random action may be it too
    a = np.where(u < epsilon, random, greedy)
    return p, a
