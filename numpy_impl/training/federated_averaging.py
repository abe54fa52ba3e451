"""Federated averaging."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def federated_averaging(W: ArrayLike, n: ArrayLike) -> np.ndarray:
    """Return the global model: the mean of the clients' models, each by its number of examples.

        W = sum_k n_k / n W_k

    Args:
        W: the local models (K, ...), one parameter of K clients.
        n: how many examples each client has (K,); 0 for one that does not take part.

    Returns:
        The global parameter (...).

    Raises:
        ValueError: if there are no examples, or a number is negative.

    Source:
        McMahan et al. (2017), Communication-efficient learning of deep networks from decentralized
        data, algorithm 1.
    """
    W, n = as_float("W", W), np.asarray(n)
    if not W.ndim:
        raise ValueError("W has shape (), but needs the clients as its first axis.")
    require_shape("n", n, W.shape[:1])
    if np.any(n < 0) or not np.any(n > 0):
        raise ValueError("n must not be negative, and one client at least must have examples.")
    share = (n / n.sum()).astype(W.dtype)
    return np.tensordot(share, W, axes=1)
