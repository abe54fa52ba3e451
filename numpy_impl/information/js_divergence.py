"""The Jensen-Shannon divergence."""

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


def js_divergence(p: ArrayLike, q: ArrayLike, axis: int = -1, base: float = math.e) -> np.ndarray:
    """Return JS(p, q) = 1/2 KL(p || m) + 1/2 KL(q || m) with m = (p + q) / 2.

    It is the same both ways, never infinite, and at most log 2: 1 bit, where p and q have no
    outcome in common. Its square root is a distance, which is what some libraries return.

    Args:
        p: probabilities, which sum to 1 along the axis.
        q: others, of the shape of p.
        axis: the axis of the outcomes.
        base: of the logarithm: e for nats, 2 for bits.

    Returns:
        JS, of the shape of p without the axis.

    Source:
        Lin (1991), Divergence measures based on the Shannon entropy, section IV.
    """
    p, q = two_distributions(p, q)
    m = (p + q) / 2
    from_p = (weighted_log(p, p) - weighted_log(p, m)).sum(axis=axis)
    from_q = (weighted_log(q, q) - weighted_log(q, m)).sum(axis=axis)
    return (from_p + from_q) / 2 / nats(base)


def js_divergence_backward(
    dJS: ArrayLike, p: ArrayLike, q: ArrayLike, axis: int = -1, base: float = math.e
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of p and q: half the logarithm of each over m.

    What goes by way of m cancels the 1 of the product rule.

    Args:
        dJS: the gradient of JS.
        p: as it was given.
        q: as it was given.
        axis: as it was given.
        base: as it was given.

    Returns:
        (dp, dq), both of the shape of p; infinite where one alone is 0, and 0 where both are.
    """
    p, q = two_distributions(p, q)
    dJS = spread("dJS", dJS, p, axis) / nats(base)
    both = p + q > 0
    log_m = log(np.where(both, (p + q) / 2, 1))
    dp = dJS * (log(np.where(both, p, 1)) - log_m) / 2
    dq = dJS * (log(np.where(both, q, 1)) - log_m) / 2
    return dp, dq
