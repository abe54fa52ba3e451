"""Positive pointwise mutual information."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_not_negative, require_shape


def positive_pmi(C: ArrayLike, epsilon: float = 1e-8) -> np.ndarray:
    """Return how much oftener than by chance each pair occurs together, in bits, never below 0.

        PMI(i, j) = log2(P(i, j) / (P(i) P(j))) = log2(C_ij N / (R_i K_j)),   y = max(PMI, 0)

    with R the sums of the rows, K those of the columns, and N that of everything.

    Args:
        C: counts (V, K), such as a co-occurrence matrix.
        epsilon: added inside the logarithm, so that a pair that never occurs has one.

    Returns:
        y (V, K); 0 in the row and the column of what never occurs.

    Raises:
        ValueError: if C is no matrix, or has a count below 0.

    Source:
        Church and Hanks (1990), Word association norms, mutual information, and lexicography,
        Computational Linguistics 16; positive: Bullinaria and Levy (2007), Extracting semantic
        representations from word co-occurrence statistics, Behavior Research Methods 39.
    """
    C = as_float("C", C)
    require_shape("C", C, (None, None))
    require_not_negative("epsilon", epsilon)
    if C.size and not C.min() >= 0:
        raise ValueError(f"C has a count of {C.min()}, but none may be below 0.")
    N = C.sum()
    rows = C.sum(axis=1, keepdims=True)
    columns = C.sum(axis=0, keepdims=True)
    by_chance = rows * columns
    ratio = np.divide(C * N, by_chance, out=np.zeros_like(C), where=by_chance > 0)
    with np.errstate(divide="ignore"):  # without epsilon a pair that never occurs has -inf
        pmi = np.log2(ratio + float(epsilon))
    return np.maximum(pmi, 0)
