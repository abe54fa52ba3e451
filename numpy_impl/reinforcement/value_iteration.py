"""Value iteration."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.tables import as_sweeps, as_world, sweeps_until_settled
from numpy_impl.reinforcement.transitions import as_discount


def value_iteration(
    P: ArrayLike, R: np.ndarray, gamma: float = 0.99, sweeps: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each state is worth under the best policy, and each action in it.

        Q(s, a) <- R(s, a) + gamma sum_s' P(s' | s, a) V(s')
        V(s) <- max_a Q(s, a)

    Each sweep brings V nearer to the best values by gamma at least. The best policy takes an
    action with the greatest Q.

    Args:
        P: the probability of each next state (S, A, S).
        R: the reward of each action on average (S, A).
        gamma: the discount, from 0 to 1; less than 1 without sweeps.
        sweeps: how often V is computed anew, from 0 on; until it has settled if None.

    Returns:
        V (S,) and Q (S, A).

    Source:
        Bellman (1957), Dynamic programming; Sutton and Barto (2018), Reinforcement learning, 2nd
        edition, section 4.4.
    """
    P, R = as_world(P, R)
    gamma = as_discount(gamma)
    as_sweeps(sweeps, gamma)
    if sweeps is None:
        sweeps = sweeps_until_settled(gamma)
    V = np.zeros(len(R), R.dtype)
    for _ in range(sweeps):
        Q = R + gamma * P @ V
        V = Q.max(axis=1)
    return V, Q
