"""Discounted returns."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.transitions import as_discount, as_ends
from numpy_impl.validation import as_float, require_shape


def discounted_returns(
    r: np.ndarray,
    done: ArrayLike | None = None,
    after: ArrayLike | None = None,
    gamma: float = 0.99,
    standardize: bool = False,
    epsilon: float = 0.0,
) -> np.ndarray:
    """Return what each step still earns: G_t = r_t + gamma G_(t+1), from the last step back.

    Args:
        r: the rewards of T steps (T, ...).
        done: 1 where an episode ends with the step, else 0, of the shape of r; nowhere if None.
        after: the value of the state after the last step (...), for a rollout that was cut off;
            0 if None.
        gamma: what a reward loses with each step that it lies ahead, from 0 to 1.
        standardize: whether the mean of all returns is subtracted, and their standard deviation
            divided by.
        epsilon: added to that standard deviation.

    Returns:
        G (T, ...).

    Source:
        Sutton and Barto (2018), Reinforcement learning, 2nd edition, sections 3.3 and 3.4.
    """
    r, gamma = as_float("r", r), as_discount(gamma)
    if r.ndim == 0:
        raise ValueError("r has shape (), but a reward for each step (T, ...) was expected.")
    ends = np.zeros_like(r) if done is None else as_ends(done, r)
    running = np.zeros(r.shape[1:], r.dtype)
    if after is not None:
        running = as_float("after", after)
        require_shape("after", running, r.shape[1:])
    G = np.empty_like(r)
    for t in reversed(range(len(r))):
        running = running * (1 - ends[t])  # nothing comes after the end of an episode
        running = r[t] + gamma * running
        G[t] = running
    if standardize and G.size:
        G = (G - G.mean()) / (G.std() + float(epsilon))
    return G
