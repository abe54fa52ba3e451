"""The nearest matrix of a low rank."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def svd_low_rank(A: ArrayLike, rank: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrix of this rank that is nearest to A, and how far it is.

        A = U diag(s) V^T,   y = sum of the first rank terms s_i u_i v_i^T
        |A - y| = sqrt(sum of the other s_i²)

    No other matrix of the rank is nearer. It needs rank (m + n + 1) numbers in place of m n. Signs
    of singular vectors do not matter here: each pair turns together.

    Args:
        A: any matrix (m, n).
        rank: how many terms stay, from 0 to min(m, n).

    Returns:
        (y, error): y (m, n), and the Frobenius norm of A - y, a scalar.

    Raises:
        ValueError: if A is no matrix, or rank does not fit it.

    Source:
        Eckart and Young (1936), The approximation of one matrix by another of lower rank.
    """
    A = as_float("A", A)
    require_shape("A", A, (None, None))
    if not 0 <= rank <= min(A.shape):
        raise ValueError(f"rank is {rank}, but must be from 0 to {min(A.shape)} for A {A.shape}.")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    y = (U[:, :rank] * s[:rank]) @ Vt[:rank]
    error = np.sqrt((s[rank:] ** 2).sum())
    return y, error
