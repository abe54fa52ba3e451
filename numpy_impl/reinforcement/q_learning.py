"""Q-learning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.transitions import as_discount, as_rates, as_transitions


def q_learning(
    Q: np.ndarray,
    s: ArrayLike,
    a: ArrayLike,
    r: np.ndarray,
    s_next: ArrayLike,
    done: ArrayLike,
    lr: float | Sequence[float] = 0.1,
    gamma: float = 0.99,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the table after k transitions, each of which moves one entry towards its target.

        delta = r + gamma (1 - done) max_a' Q(s', a') - Q(s, a)
        Q(s, a) <- Q(s, a) + lr delta

    The best action of s' counts, whichever is taken there: it learns off-policy.

    Args:
        Q: the table of values (S, A); it is left as it is.
        s: the states (k,), in the order in which they were seen; so is the rest.
        a: the actions (k,).
        r: the rewards (k,).
        s_next: the next states (k,).
        done: 1 where the episode ended, else 0 (k,).
        lr: the learning rate, or one for each transition (k,).
        gamma: the discount, from 0 to 1.

    Returns:
        The new table (S, A), and delta (k,), the error of each step.

    Source:
        Watkins and Dayan (1992), Q-learning, Machine Learning 8; Sutton and Barto (2018),
        Reinforcement learning, 2nd edition, section 6.5.
    """
    Q, s, a, r, s_next, ends = as_transitions(Q, s, a, r, s_next, done)
    rates, gamma = as_rates(lr, r), as_discount(gamma)
    delta = np.empty_like(r)
    for i in range(len(r)):
        v_next = Q[s_next[i]].max()
        y = r[i] + gamma * (1 - ends[i]) * v_next
        delta[i] = y - Q[s[i], a[i]]
        Q[s[i], a[i]] += rates[i] * delta[i]
    return Q, delta
