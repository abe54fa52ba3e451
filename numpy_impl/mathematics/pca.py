"""Principal component analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def pca(x: ArrayLike, n_components: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return examples in the few directions in which they vary most.

        x - mean = U diag(s) V^T,   z = (x - mean) V,   variance = s² / (N - 1)

    The columns of V are orthogonal directions, the first with the largest variance of all, each
    next with the largest of what is left.

    A direction has no sign of its own. Here the largest element of each column of V is positive,
    so that everybody finds the same.

    Args:
        x: the examples (N, D).
        n_components: how many directions stay, at most min(N - 1, D).

    Returns:
        (z, V, variance): z (N, n_components), V (D, n_components), variance (n_components,).

    Raises:
        ValueError: if x is no matrix, or n_components does not fit it.

    Source:
        Pearson (1901), On lines and planes of closest fit to systems of points in space; Jolliffe
        (2002), Principal component analysis, section 3.5.
    """
    x = as_float("x", x)
    require_shape("x", x, (None, None))
    most = min(len(x) - 1, x.shape[1])
    if not 1 <= n_components <= most:
        raise ValueError(
            f"n_components is {n_components}, but must be from 1 to {most} for x {x.shape}."
        )
    centred = x - x.mean(axis=0)
    _, s, Vt = np.linalg.svd(centred, full_matrices=False)
    V = Vt[:n_components].T
    largest = np.abs(V).argmax(axis=0)
    V = V * np.sign(V[largest, np.arange(n_components)])
    variance = s[:n_components] ** 2 / (len(x) - 1)
    return centred @ V, V, variance
