"""Mutual information."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.information.distributions import distribution, log, nats, weighted_log
from numpy_impl.validation import require_shape


def mutual_information(P: ArrayLike, base: float = math.e) -> np.ndarray:
    """Return I(X; Y) = sum_xy P(x, y) log(P(x, y) / (P(x) P(y))), what Y tells of X.

    It is the KL divergence of the joint distribution from the product of its marginals: 0 where X
    and Y are independent, and H(X) + H(Y) - H(X, Y).

    Args:
        P: the joint probabilities (..., X, Y), which sum to 1 over the last two axes.
        base: of the logarithm: e for nats, 2 for bits.

    Returns:
        I, of the shape of P without the last two axes.

    Raises:
        ValueError: if P is no table.

    Source:
        Shannon (1948), A mathematical theory of communication, section 12 (the rate of
        transmission); Cover and Thomas (2006), Elements of information theory, eq. 2.28.
    """
    P = _joint(P)
    independent = P.sum(axis=-1, keepdims=True) * P.sum(axis=-2, keepdims=True)
    each = weighted_log(P, P) - weighted_log(P, independent)
    return each.sum(axis=(-2, -1)) / nats(base)


def mutual_information_backward(
    dI: ArrayLike, P: ArrayLike, base: float = math.e
) -> tuple[np.ndarray]:
    """Return the gradient of P.

    Args:
        dI: the gradient of I.
        P: as it was given.
        base: as it was given.

    Returns:
        (dP,), of the shape of P; infinite where P alone is 0.
    """
    P = _joint(P)
    dI = np.asarray(dI, dtype=P.dtype)
    require_shape("dI", dI, P.shape[:-2])
    independent = P.sum(axis=-1, keepdims=True) * P.sum(axis=-2, keepdims=True)
    ratio = log(P) - log(np.where(independent > 0, independent, 1))
    # The three logarithms' own derivatives are 1, -1 and -1: each marginal counts P once.
    dP = dI[..., np.newaxis, np.newaxis] * (ratio - 1) / nats(base)
    return (dP,)


def _joint(P: ArrayLike) -> np.ndarray:
    P = distribution("P", P)
    if P.ndim < 2:
        raise ValueError(f"P has shape {P.shape}, but a joint distribution needs (..., X, Y).")
    return P
