"""Double DQN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.q_network import as_batches, as_network, gradients, huber, q_values
from numpy_impl.reinforcement.td_target import td_target


def double_dqn(
    W1: np.ndarray,
    b1: np.ndarray,
    W2: np.ndarray,
    b2: np.ndarray,
    s: np.ndarray,
    a: ArrayLike,
    r: ArrayLike,
    s_next: ArrayLike,
    done: ArrayLike,
    lr: float = 0.01,
    gamma: float = 0.99,
    sync: int = 100,
) -> tuple[np.ndarray, ...]:
    """Return a Q-network after k steps of SGD, where one network chooses and the other values.

        a* = argmax_a' Q(s', a')
        y = r + gamma (1 - done) Q_target(s', a*)

    The network chooses the action a*, and its older copy values it.

    The rest is DQN: the Huber loss, and a copy that is renewed every ``sync`` steps.

    Args:
        W1: the weights of the hidden layer (D, H).
        b1: its bias (H,).
        W2: the weights of the output layer (H, A).
        b2: its bias (A,).
        s: the states of k batches of N transitions (k, N, D).
        a: the actions that were taken (k, N).
        r: the rewards (k, N).
        s_next: the next states (k, N, D).
        done: 1 where the episode ended, else 0 (k, N).
        lr: the learning rate.
        gamma: the discount, from 0 to 1.
        sync: after how many steps the target network is copied again.

    Returns:
        The loss of each step (k,), and W1, b1, W2 and b2 after them.

    Source:
        van Hasselt, Guez and Silver (2016), Deep reinforcement learning with double Q-learning,
        AAAI.
    """
    theta, lr = as_network(W1, b1, W2, b2), float(lr)
    s, a, r, s_next, ends = as_batches(theta, s, a, r, s_next, done, sync)
    k, N, _ = s.shape
    L = np.empty(k, s.dtype)
    for i in range(k):
        if i % sync == 0:
            target = theta
        best = q_values(theta, s_next[i]).argmax(axis=1)
        q_next = q_values(target, s_next[i])
        y = td_target(r[i], q_next, ends[i], best, gamma)
        q = q_values(theta, s[i])
        error = q[np.arange(N), a[i]] - y
        L[i] = huber(error).mean()
        dq = np.zeros_like(q)
        dq[np.arange(N), a[i]] = np.clip(error, -1, 1) / N  # Huber's slope
        grads = gradients(theta, s[i], dq)  # none flows into y
        theta = [p - lr * g for p, g in zip(theta, grads, strict=True)]
    return L, *theta
