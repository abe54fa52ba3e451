"""The loss of an actor and a critic."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.policies import as_choices, as_steps, log_policy
from numpy_impl.validation import as_float, require_shape


def actor_critic(
    x: np.ndarray,
    v: np.ndarray,
    a: ArrayLike,
    r: ArrayLike,
    done: ArrayLike,
    after: ArrayLike = 0.0,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[np.ndarray, ...]:
    """Return the loss of a rollout of T steps: of the actor, of the critic, and the entropy.

        R_t = r_t + gamma R_(t+1), R_T = V(s_T)
        A_t = R_t - V(s_t)
        L = -mean(A log pi(a)) + c_v mean((R - V)^2) - c_e mean(H), H = -sum_a pi log pi

    R is the n-step return; the advantage A is a constant for the actor.

    Args:
        x: the actor's logits (T, A).
        v: the critic's values V(s_t) (T,).
        a: the actions that were taken (T,).
        r: the rewards (T,).
        done: 1 where an episode ended, else 0 (T,).
        after: the critic's value of the state after the last step, a constant.
        gamma: the discount, from 0 to 1.
        value_weight: c_v, how much the critic's loss counts.
        entropy_weight: c_e, how much the entropy counts, which keeps the policy exploring.

    Returns:
        L, the actor's loss, the critic's loss and the mean entropy, scalars.

    Source:
        Mnih et al. (2016), Asynchronous methods for deep reinforcement learning, ICML, section 4;
        Sutton and Barto (2018), Reinforcement learning, 2nd edition, section 13.5.
    """
    x, a = as_choices(x, a)
    T = len(x)
    v, r = as_steps("v", v, x), as_steps("r", r, x)
    R = discounted_returns(r, done, after, gamma)
    advantage = R - v
    log_p = log_policy(x)
    actor = -(advantage * log_p[np.arange(T), a]).mean()
    critic = ((R - v) ** 2).mean()
    entropy = -(np.exp(log_p) * log_p).sum(axis=1).mean()
    L = actor + float(value_weight) * critic - float(entropy_weight) * entropy
    return L, actor, critic, entropy


def actor_critic_backward(
    dL: ArrayLike,
    x: np.ndarray,
    v: np.ndarray,
    a: ArrayLike,
    r: ArrayLike,
    done: ArrayLike,
    after: ArrayLike = 0.0,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the logits and of the critic's values.

    The critic learns from its own loss alone: the advantage is a number for the actor, and R is
    what both are moved towards.

    Returns:
        dx (T, A) and dv (T,).
    """
    x, a = as_choices(x, a)
    dL = as_float("dL", dL).astype(x.dtype)
    require_shape("dL", dL, ())
    T, c_v, c_e = len(x), float(value_weight), float(entropy_weight)
    v, r = as_steps("v", v, x), as_steps("r", r, x)
    R = discounted_returns(r, done, after, gamma)
    A = (R - v)[:, np.newaxis]
    log_pi = log_policy(x)
    pi = np.exp(log_pi)
    taken = np.zeros_like(pi)
    taken[np.arange(T), a] = 1
    H = -(pi * log_pi).sum(axis=1, keepdims=True)
    dx_actor = A * (pi - taken)
    dx_entropy = -pi * (log_pi + H)  # of H itself, which is to grow
    dx = dL / T * (dx_actor - c_e * dx_entropy)
    dv = dL / T * c_v * 2 * (v - R)
    return dx, dv
