"""The policy gradient: REINFORCE."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.reinforcement.policies import as_choices, as_steps, log_policy
from numpy_impl.validation import as_float, require_choice, require_shape


def policy_gradient(
    x: np.ndarray,
    a: ArrayLike,
    G: ArrayLike,
    baseline: ArrayLike | None = None,
    reduction: str = "mean",
) -> np.ndarray:
    """Return the loss whose gradient is that of the expected return, turned around.

        L = -1/T sum_t (G_t - b_t) log pi(a_t | s_t), pi = softmax(x)

    Args:
        x: the logits of the policy at T steps (T, A).
        a: the actions that were taken (T,).
        G: the return from each step on (T,).
        baseline: what was expected there (T,), a constant; 0 if None.
        reduction: ``"mean"`` over the steps, or ``"sum"``.

    Returns:
        L, a scalar.

    Source:
        Williams (1992), Simple statistical gradient-following algorithms for connectionist
        reinforcement learning, Machine Learning 8; Sutton and Barto (2018), Reinforcement
        learning, 2nd edition, sections 13.3 and 13.4.
    """
    require_choice("reduction", reduction, ("mean", "sum"))
    x, a = as_choices(x, a)
    T = len(x)
    b = 0 if baseline is None else as_steps("baseline", baseline, x)
    weight = as_steps("G", G, x) - b
    log_p = log_policy(x)[np.arange(T), a]
    L = -(weight * log_p).sum()
    return L / T if reduction == "mean" else L


def policy_gradient_backward(
    dL: ArrayLike,
    x: np.ndarray,
    a: ArrayLike,
    G: ArrayLike,
    baseline: ArrayLike | None = None,
    reduction: str = "mean",
) -> tuple[np.ndarray, ...]:
    """Return the gradient of the logits, and of the baseline where there is one.

    Returns:
        dx (T, A), and dbaseline (T,), which is 0: the baseline is a constant here.
    """
    x, a = as_choices(x, a)
    dL = as_float("dL", dL).astype(x.dtype)
    require_shape("dL", dL, ())
    T = len(x)
    given = np.zeros(T, x.dtype) if baseline is None else as_steps("baseline", baseline, x)
    advantage = as_steps("G", G, x) - given
    share = dL / T if reduction == "mean" else dL
    dx = np.exp(log_policy(x))
    dx[np.arange(T), a] -= 1  # -log pi(a) has the gradient pi - [a]
    dx *= share * advantage[:, np.newaxis]
    dbaseline = np.zeros_like(given)
    return (dx,) if baseline is None else (dx, dbaseline)
