"""A3C: several workers' gradients, applied to shared parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.actor_critic import actor_critic, actor_critic_backward
from numpy_impl.validation import as_float, require_shape


def a3c_updates(
    W: np.ndarray,
    w: np.ndarray,
    s: np.ndarray,
    a: ArrayLike,
    r: ArrayLike,
    done: ArrayLike,
    s_last: ArrayLike,
    worker: ArrayLike,
    lr: float = 0.01,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the parameters after m rollouts of several workers, in the order of their arrival.

    Each worker computes its gradient with a copy of the parameters, which may be old: the others
    have changed the shared ones since. The gradient is applied to the shared parameters, and the
    worker copies these before its next rollout. Actor and critic are linear: x = s W, v = s w.

    Args:
        W: the actor's shared weights (D, A).
        w: the critic's shared weights (D,).
        s: the states of m rollouts of T steps (m, T, D).
        a: the actions that were taken (m, T).
        r: the rewards (m, T).
        done: 1 where an episode ended, else 0 (m, T).
        s_last: the state after each rollout (m, D).
        worker: whose rollout it is (m,), numbers from 0 on.
        lr: the learning rate.
        gamma: the discount, from 0 to 1.
        value_weight: how much the critic's loss counts.
        entropy_weight: how much the entropy counts.

    Returns:
        W (D, A), w (D,), and the loss of each rollout (m,).

    Source:
        Mnih et al. (2016), Asynchronous methods for deep reinforcement learning, ICML, algorithm
        S3.
    """
    W, w = as_float("W", W).copy(), as_float("w", w)
    require_shape("W", W, (None, None))
    D = len(W)
    w = w.astype(W.dtype)
    require_shape("w", w, (D,))
    s, s_last = as_float("s", s).astype(W.dtype), as_float("s_last", s_last).astype(W.dtype)
    require_shape("s", s, (None, None, D))
    m, T, _ = s.shape
    require_shape("s_last", s_last, (m, D))
    seen = [np.asarray(array) for array in (a, r, done)]
    for name, array in zip(("a", "r", "done"), seen, strict=True):
        require_shape(name, array, (m, T))
    workers = np.asarray(worker)
    require_shape("worker", workers, (m,))
    if workers.size and not np.issubdtype(workers.dtype, np.integer):
        raise ValueError(f"worker must hold integers, but its dtype is {workers.dtype}.")
    lr, weights = float(lr), (gamma, value_weight, entropy_weight)
    copies = dict.fromkeys(workers.tolist(), (W, w))
    L = np.empty(m, W.dtype)
    for i, k in enumerate(workers.tolist()):
        W_k, w_k = copies[k]
        x, v = s[i] @ W_k, s[i] @ w_k
        after = s_last[i] @ w_k
        rollout = (x, v, *(array[i] for array in seen), after, *weights)
        L[i] = actor_critic(*rollout)[0]
        dx, dv = actor_critic_backward(1.0, *rollout)
        W, w = W - lr * s[i].T @ dx, w - lr * s[i].T @ dv
        copies[k] = W, w  # the worker goes on with what is shared now
    return W, w, L
