"""Distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_choice, require_shape

METRICS = ("euclidean", "manhattan", "chebyshev", "lp", "cosine", "mahalanobis")


def distances(
    a: ArrayLike,
    b: ArrayLike,
    metric: str = "euclidean",
    p: float = 3.0,
    covariance: ArrayLike | None = None,
) -> np.ndarray:
    """Return how far each row of a is from each row of b, with d = a - b:

        euclidean    sqrt(sum d²)
        manhattan    sum |d|
        chebyshev    max |d|
        lp           (sum |d|^p)^(1/p)
        cosine       1 - a b / (|a| |b|)
        mahalanobis  sqrt(d^T S^-1 d)

    Manhattan is lp with p = 1, Euclidean with p = 2; Chebyshev is what lp tends to. Mahalanobis
    measures in standard deviations, and is Euclidean where the covariance S is the identity.

    Args:
        a: points (N, D).
        b: points (M, D).
        metric: one of the names above.
        p: of lp, at least 1.
        covariance: S of mahalanobis (D, D), positive definite.

    Returns:
        y (N, M).

    Raises:
        ValueError: if the shapes do not fit, there is no such metric, p is less than 1, or a
            covariance is missing.

    Source:
        Deza and Deza (2009), Encyclopedia of distances; Mahalanobis (1936), On the generalised
        distance in statistics.
    """
    a, b = as_float("a", a), as_float("b", b)
    require_shape("a", a, (None, None))
    require_shape("b", b, (None, a.shape[1]))
    require_choice("metric", metric, METRICS)
    d = a[:, None] - b
    if metric == "manhattan":
        return np.abs(d).sum(axis=2)
    if metric == "chebyshev":
        return np.abs(d).max(axis=2, initial=0)
    if metric == "lp":
        if p < 1:
            raise ValueError(f"p is {p}, but must be at least 1: the triangle would not close.")
        return (np.abs(d) ** float(p)).sum(axis=2) ** (1 / float(p))
    if metric == "cosine":
        lengths = np.sqrt((a**2).sum(axis=1))[:, None] * np.sqrt((b**2).sum(axis=1))
        return 1 - a @ b.T / lengths
    if metric == "mahalanobis":
        if covariance is None:
            raise ValueError("mahalanobis needs a covariance (D, D).")
        S = as_float("covariance", covariance).astype(d.dtype)
        require_shape("covariance", S, (a.shape[1], a.shape[1]))
        return np.sqrt((d * np.linalg.solve(S, d[..., None])[..., 0]).sum(axis=2))
    return np.sqrt((d**2).sum(axis=2))
