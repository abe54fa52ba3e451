"""k-means."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def k_means(
    x: ArrayLike, centers: ArrayLike, n_steps: int = 10
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the centers of clusters after some steps of Lloyd's algorithm, from a given start.

    Each step has two halves: every example goes to its nearest center (of equally near ones to the
    first), and every center moves to the mean of its examples; one that has none stays. Neither
    half can increase the sum of the squared distances, so it ends in a minimum, though not always
    in the least.

    Args:
        x: the examples (N, D).
        centers: where the centers start (K, D).
        n_steps: how many steps; more than needed change nothing.

    Returns:
        (centers, nearest, inertia): (K, D); the number of each example's center (N,); and the sum
        of the squared distances to it, a scalar.

    Raises:
        ValueError: if the shapes do not fit, there are no centers, or n_steps is negative.

    Source:
        Lloyd (1982), Least squares quantization in PCM; MacQueen (1967), Some methods for
        classification and analysis of multivariate observations.
    """
    x, centers = as_float("x", x), as_float("centers", centers).copy()
    require_shape("x", x, (None, None))
    require_shape("centers", centers, (None, x.shape[1]))
    if not len(centers):
        raise ValueError(f"centers has shape {centers.shape}, but one at least is needed.")
    if n_steps < 0:
        raise ValueError(f"n_steps is {n_steps}, but must not be negative.")
    for _ in range(n_steps):
        nearest = _squares(x, centers).argmin(axis=1)
        for k in range(len(centers)):
            if np.any(nearest == k):
                centers[k] = x[nearest == k].mean(axis=0)
    squares = _squares(x, centers)
    return centers, squares.argmin(axis=1), squares.min(axis=1).sum()


def _squares(x: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the squared distance of each example to each center (N, K)."""
    return ((x[:, None] - centers) ** 2).sum(axis=2)
