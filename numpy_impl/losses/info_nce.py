"""The InfoNCE loss of contrastive learning."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.validation import as_float, require_shape


def info_nce(
    q: ArrayLike,
    k: ArrayLike,
    temperature: float = 0.1,
    normalize: bool = True,
    symmetric: bool = False,
) -> np.ndarray:
    """Return the cross-entropy of finding each query's own key among all keys.

        L = -1/N sum_i log(exp(s_ii) / sum_j exp(s_ij)), s_ij = q_i . k_j / temperature

    Args:
        q: queries (N, D), embeddings of one view of each example.
        k: keys (N, D), those of another view; the key with the query's number is the right one.
        temperature: the smaller, the more the hardest wrong keys count.
        normalize: whether the vectors are brought to length 1, so that s holds cosines.
        symmetric: whether keys look for their queries as well, and both losses are averaged.

    Returns:
        L, a scalar; log N for a guess.

    Source:
        van den Oord, Li and Vinyals (2018), Representation learning with contrastive predictive
        coding, eq. 4; Chen et al. (2020), A simple framework for contrastive learning, eq. 1.
    """
    q_hat, k_hat = _both(q, k, temperature)
    if normalize:
        q_hat, k_hat = q_hat / _lengths(q_hat), k_hat / _lengths(k_hat)
    s = q_hat @ k_hat.T / float(temperature)
    own = np.arange(len(s))
    L = SoftmaxCrossEntropy().forward(s, own)
    return (L + SoftmaxCrossEntropy().forward(s.T, own)) / 2 if symmetric else L


def info_nce_backward(
    dL: ArrayLike,
    q: ArrayLike,
    k: ArrayLike,
    temperature: float = 0.1,
    normalize: bool = True,
    symmetric: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of queries and keys.

    Args:
        dL: the gradient of L.
        q: as it was given.
        k: as it was given.
        temperature: as it was given.
        normalize: as it was given.
        symmetric: as it was given.

    Returns:
        (dq, dk), both (N, D).
    """
    q, k = _both(q, k, temperature)
    dL = np.asarray(dL, dtype=q.dtype)
    require_shape("dL", dL, ())
    q_hat, k_hat = (q / _lengths(q), k / _lengths(k)) if normalize else (q, k)
    s = (q_hat @ k_hat.T) / float(temperature)
    ds = _slope(s)
    if symmetric:
        ds = (ds + _slope(s.T).T) / 2
    ds = ds * dL / float(temperature)
    dq, dk = ds @ k_hat, ds.T @ q_hat
    if normalize:  # a vector of length 1 can only turn: the part along itself is lost
        dq = (dq - q_hat * (q_hat * dq).sum(axis=1, keepdims=True)) / _lengths(q)
        dk = (dk - k_hat * (k_hat * dk).sum(axis=1, keepdims=True)) / _lengths(k)
    return dq, dk


def _slope(s: np.ndarray) -> np.ndarray:
    """Return the gradient of the scores (N, N), whose diagonal is right."""
    loss = SoftmaxCrossEntropy()
    loss.forward(s, np.arange(len(s)))
    return loss.backward()


def _lengths(v: np.ndarray) -> np.ndarray:
    return np.sqrt((v**2).sum(axis=1, keepdims=True))


def _both(q: ArrayLike, k: ArrayLike, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    q = as_float("q", q)
    k = as_float("k", k).astype(q.dtype, copy=False)
    require_shape("q", q, (None, None))
    require_shape("k", k, q.shape)
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}, but must be greater than 0.")
    return q, k
