"""Additive attention."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.masked_softmax import masked_softmax
from numpy_impl.attention.source import hidden, source_of
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class AdditiveAttention(Layer):
    """Bahdanau's attention: a small network scores how well a query and a key agree.

        scores_ij = v · tanh(Q_i W_q + K_j W_k)
        weights = softmax(scores), over the keys
        y = weights V

    Q are the states of a decoder, K those of the encoder, and V is K if it is not given.

    Args:
        n_query: length of a query.
        n_key: length of a key.
        n_units: length of what both are mapped to.
        initializer: draws W_q, W_k and v; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W_q; W_k and v have seeds of their own, made from it.

    Shapes:
        Q (N, T_q, n_query), or (N, n_query) for one query; K (N, T_k, n_key), V (N, T_k, d_v),
        mask (N, T_k), y (N, T_q, d_v) or (N, d_v); W_q (n_query, n_units), W_k (n_key, n_units),
        v (n_units, 1).

    Source:
        Bahdanau, Cho and Bengio (2015), Neural machine translation by jointly learning to align
        and translate, section 3.1 and appendix A.1.2.
    """

    def __init__(
        self,
        n_query: int,
        n_key: int,
        n_units: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        for name, size in (("n_query", n_query), ("n_key", n_key), ("n_units", n_units)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        draw = initializer or GlorotUniform()
        of_keys, of_v = spawned(seed, 2)
        self.params["W_q"] = draw((n_query, n_units), seed)
        self.params["W_k"] = draw((n_key, n_units), of_keys)
        self.params["v"] = draw((n_units, 1), of_v)

    def forward(
        self,
        Q: np.ndarray,
        K: np.ndarray,
        V: np.ndarray | None = None,
        mask: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y, a mean of V for each query.

        Args:
            Q: the queries.
            K: the keys.
            V: the values; K if None.
            mask: True, or 1, where a step of the source counts (N, T_k).
        """
        W_q, W_k, v = (self.params[name] for name in ("W_q", "W_k", "v"))
        self.one_query, self.without_V = np.ndim(Q) == 2, V is None
        Q, K, V = source_of(Q, K, V)
        require_shape("Q", Q, (len(Q), None, len(W_q)))
        require_shape("K", K, (len(Q), None, len(W_k)))
        # Every query meets every key: (N, T_q, 1, n_units) + (N, 1, T_k, n_units).
        self.h = np.tanh((Q @ W_q)[:, :, None] + (K @ W_k)[:, None])
        scores = (self.h @ v)[..., 0]
        self.weights = masked_softmax(hidden(scores, mask), axis=-1)
        self.given = Q, K, V
        y = self.weights @ V
        return y[:, 0] if self.one_query else y

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK), and dV where forward was given V, for dy of the shape of y.

        The gradients of W_q, W_k and v are filled.
        """
        W_q, W_k, v = (self.params[name] for name in ("W_q", "W_k", "v"))
        Q, K, V = self.given
        dy = dy[:, None] if self.one_query else dy
        require_shape("dy", dy, (*Q.shape[:2], V.shape[2]))
        dV = self.weights.swapaxes(1, 2) @ dy
        dweights = dy @ V.swapaxes(1, 2)
        mean = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - mean)  # as of softmax
        self.grads["v"] = np.einsum("nijh,nij->h", self.h, dscores)[:, None]
        da = dscores[..., None] * v[:, 0] * (1 - self.h**2)  # (N, T_q, T_k, n_units)
        da_q = da.sum(axis=2)  # a query met all keys
        da_k = da.sum(axis=1)  # and a key all queries
        self.grads["W_q"] = np.einsum("nid,nih->dh", Q, da_q)
        self.grads["W_k"] = np.einsum("njd,njh->dh", K, da_k)
        dQ = da_q @ W_q.T
        dK = da_k @ W_k.T
        dQ = dQ[:, 0] if self.one_query else dQ
        return (dQ, dK + dV) if self.without_V else (dQ, dK, dV)
