"""The causal mask."""

from __future__ import annotations

import numpy as np


def causal_mask(T_q: int, T_k: int | None = None) -> np.ndarray:
    """Return which keys each query may attend to: those that do not come after it.

    True where j <= i, for query i and key j; so the lower triangle, with the diagonal.

    Args:
        T_q: how many queries.
        T_k: how many keys; as many as queries if None.

    Returns:
        A mask of bools (T_q, T_k).

    Raises:
        ValueError: if a number is negative.

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.2.3.
    """
    T_k = T_q if T_k is None else T_k
    if min(T_q, T_k) < 0:
        raise ValueError(f"T_q {T_q} and T_k {T_k} must not be negative.")
    i = np.arange(T_q)[:, None]
    j = np.arange(T_k)
    return j <= i
