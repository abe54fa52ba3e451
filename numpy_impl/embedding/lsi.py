"""Latent semantic indexing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def lsi(X: ArrayLike, n_topics: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the truncated singular value decomposition of a term-document matrix.

        X = U diag(s) V^T, of which the n_topics largest singular values stay

    U has a row for each term and V one for each document, of n_topics numbers in place of
    thousands. U diag(s) V^T is the nearest matrix to X of this rank.

    Singular vectors have no sign of their own. Here the largest element of each column of U is
    positive, so that everybody finds the same.

    Args:
        X: counts or weights (terms, docs).
        n_topics: how many singular values stay, at most min(terms, docs).

    Returns:
        (U, s, V): U (terms, n_topics), s (n_topics,) from the largest down, V (docs, n_topics).

    Raises:
        ValueError: if X is no matrix, or n_topics does not fit it.

    Source:
        Deerwester, Dumais, Furnas, Landauer and Harshman (1990), Indexing by latent semantic
        analysis, JASIS 41; nearest: Eckart and Young (1936), Psychometrika 1.
    """
    X = as_float("X", X)
    require_shape("X", X, (None, None))
    if not 1 <= n_topics <= min(X.shape):
        raise ValueError(
            f"n_topics is {n_topics}, but must be from 1 to {min(X.shape)} for X {X.shape}."
        )
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    U, s, V = U[:, :n_topics], s[:n_topics], Vt[:n_topics].T
    largest = np.argmax(np.abs(U), axis=0)
    sign = np.sign(U[largest, np.arange(n_topics)])
    return U * sign, s, V * sign
