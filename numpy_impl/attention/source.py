"""What the attentions of encoder and decoder share: how a source is taken and looked back upon."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.attention.masked_softmax import broadcast
from numpy_impl.validation import as_float, require_shape


def source_of(
    Q: ArrayLike, K: ArrayLike, V: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Q (N, T_q, n_query), K (N, T_k, n_key) and V (N, T_k, d_v) as floats.

    One query for each example, (N, n_query), is made a sequence of one; V is K if it is None.

    Raises:
        ValueError: if the shapes do not belong together.
    """
    Q, K = as_float("Q", Q), as_float("K", K)
    if Q.ndim == 2:
        Q = Q[:, None]
    require_shape("Q", Q, (None, None, None))
    require_shape("K", K, (len(Q), None, None))
    V = K if V is None else as_float("V", V)
    require_shape("V", V, (*K.shape[:2], None))
    return Q, K, V


def hidden(scores: np.ndarray, mask: ArrayLike | None) -> np.ndarray:
    """Return scores (N, T_q, T_k), -inf where the mask (N, T_k) of the source is False, or 0."""
    if mask is None:
        return scores
    N, _, T_k = scores.shape
    within = broadcast("mask", np.asarray(mask) != 0, (N, T_k))
    return np.where(within[:, None], scores, -np.inf)
