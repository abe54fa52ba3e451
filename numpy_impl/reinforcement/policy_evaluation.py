"""Policy evaluation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.tables import as_policy, as_sweeps, as_world
from numpy_impl.reinforcement.transitions import as_discount


def policy_evaluation(
    P: ArrayLike, R: np.ndarray, pi: ArrayLike, gamma: float = 0.99, sweeps: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each state is worth under a policy, and each action in it.

        V(s) = sum_a pi(a | s) (R(s, a) + gamma sum_s' P(s' | s, a) V(s'))

    This is Bellman's equation. V stands on both sides once for each state: it is a system of S
    linear equations, which is solved, or V is computed anew from the last one, from 0 on.

    Args:
        P: the probability of each next state (S, A, S).
        R: the reward of each action on average (S, A).
        pi: the policy: the probability of each action (S, A).
        gamma: the discount, from 0 to 1; less than 1 without sweeps.
        sweeps: how often V is computed anew; solved if None.

    Returns:
        V (S,) and Q (S, A).

    Source:
        Sutton and Barto (2018), Reinforcement learning, 2nd edition, section 4.1.
    """
    P, R = as_world(P, R)
    pi, gamma = as_policy(pi, R), as_discount(gamma)
    as_sweeps(sweeps, gamma)
    P_pi = np.einsum("sa,sat->st", pi, P)  # (S, S): from state to state
    R_pi = (pi * R).sum(axis=1)
    if sweeps is None:
        V = np.linalg.solve(np.eye(len(R), dtype=R.dtype) - gamma * P_pi, R_pi)
    else:
        V = np.zeros_like(R_pi)
        for _ in range(sweeps):
            V = R_pi + gamma * P_pi @ V
    Q = R + gamma * P @ V
    return V, Q
