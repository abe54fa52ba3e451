"""Retrieval: the documents that point in the direction of a query."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float, require_shape


def top_k_by_cosine(
    queries: np.ndarray, documents: np.ndarray, k: int = 3
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers and the similarities of the k documents nearest to each query.

    The similarity is the cosine of the angle between the two vectors, so their lengths do not
    matter. Retrieval-augmented generation puts the documents so found into the prompt.

    Args:
        queries: a vector for each query (Q, D), or one query (D,).
        documents: a vector for each document (M, D).
        k: how many documents are returned for a query, at most M.

    Returns:
        indices (Q, k) of documents, the nearest first (of equals the one of the lower number), and
        their scores (Q, k), from -1 to 1; of one query both (k,). A vector of zeros has the
        similarity 0 to all.

    Source:
        Lewis et al. (2020), Retrieval-augmented generation for knowledge-intensive NLP tasks,
        section 2.2, where the inner product takes the place of the cosine; Salton, Wong and Yang
        (1975), A vector space model for automatic indexing.
    """
    q, d = as_float("queries", queries), as_float("documents", documents)
    require_shape("queries", q, (None,) if q.ndim == 1 else (None, None))
    require_shape("documents", d, (None, q.shape[-1]))
    if not 1 <= k <= len(d):
        raise ValueError(f"k is {k}, but must be from 1 to {len(d)}, the number of documents.")
    q, d = (v / _lengths(v) for v in (q, d))
    scores = q @ d.T  # (Q, M): the cosine of every pair
    indices = np.argsort(-scores, axis=-1, kind="stable")[..., :k]
    return indices, np.take_along_axis(scores, indices, axis=-1)


def _lengths(v: np.ndarray) -> np.ndarray:
    """Return the lengths (..., 1) of the rows of v (..., D), and 1 for a row of zeros."""
    lengths = np.sqrt((v**2).sum(axis=-1, keepdims=True))
    return np.where(lengths > 0, lengths, 1)
