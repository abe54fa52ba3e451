"""The Kullback-Leibler divergence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.information.distributions import (
    log,
    nats,
    spread,
    two_distributions,
    weighted_log,
)


def kl_divergence(p: ArrayLike, q: ArrayLike, axis: int = -1, base: float = math.e) -> np.ndarray:
    """Return KL(p || q) = sum_i p_i log(p_i / q_i), what coding p as if it were q costs more.

    It is never negative, 0 where both are the same, and no distance: KL(q || p) is another number.
    An outcome that p never has adds nothing. One that p has and q calls impossible makes it
    infinite.

    Args:
        p: the true probabilities, which sum to 1 along the axis.
        q: the assumed ones, of the shape of p.
        axis: the axis of the outcomes.
        base: of the logarithm: e for nats, 2 for bits.

    Returns:
        KL, of the shape of p without the axis.

    Source:
        Kullback and Leibler (1951), On information and sufficiency, eq. 2.4.
    """
    p, q = two_distributions(p, q)
    each = weighted_log(p, p) - weighted_log(p, q)
    return each.sum(axis=axis) / nats(base)


def kl_divergence_backward(
    dKL: ArrayLike, p: ArrayLike, q: ArrayLike, axis: int = -1, base: float = math.e
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of p and q.

    Args:
        dKL: the gradient of KL.
        p: as it was given.
        q: as it was given.
        axis: as it was given.
        base: as it was given.

    Returns:
        (dp, dq), both of the shape of p; infinite where the divided one is 0.
    """
    p, q = two_distributions(p, q)
    dKL = spread("dKL", dKL, p, axis) / nats(base)
    possible = np.where(p > 0, q, 1)
    dp = dKL * (log(p) - log(possible) + 1)
    with np.errstate(divide="ignore"):
        dq = -dKL * p / possible
    return dp, dq
