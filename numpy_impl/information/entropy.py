"""Entropy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.information.distributions import distribution, log, nats, spread, weighted_log


def entropy(p: ArrayLike, axis: int = -1, base: float = math.e) -> np.ndarray:
    """Return H = -sum_i p_i log p_i, the mean surprise of an outcome.

    An outcome of probability 0 adds nothing: p log p goes to 0 with p. H is 0 where one outcome is
    certain, and largest, log n, where all n are alike.

    Args:
        p: probabilities, which sum to 1 along the axis.
        axis: the axis of the outcomes.
        base: of the logarithm: e for nats, 2 for bits.

    Returns:
        H, of the shape of p without the axis.

    Source:
        Shannon (1948), A mathematical theory of communication, section 6.
    """
    p = distribution("p", p)
    return -weighted_log(p, p).sum(axis=axis) / nats(base)


def entropy_backward(
    dH: ArrayLike, p: ArrayLike, axis: int = -1, base: float = math.e
) -> tuple[np.ndarray]:
    """Return the gradient of p.

    Args:
        dH: the gradient of H.
        p: as it was given.
        axis: as it was given.
        base: as it was given.

    Returns:
        (dp,), of the shape of p; infinite where p is 0.
    """
    p = distribution("p", p)
    dp = -(log(p) + 1) * spread("dH", dH, p, axis) / nats(base)
    return (dp,)
