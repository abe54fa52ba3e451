"""Luong's attention: dot, general and concat."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.masked_softmax import masked_softmax
from numpy_impl.attention.source import hidden, source_of
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_choice, require_shape


class DotProductAttention(Layer):
    """Luong's attention: three ways to score how well a query and a key agree, without a scale.

        scores = Q K^T                           score="dot"
        scores = Q W K^T                         score="general"
        scores_ij = v · tanh((Q_i, K_j) W)       score="concat", with Q_i before K_j in one vector
        weights = softmax(scores), over the keys
        y = weights V

    Q are the states of a decoder, K those of the encoder, and V is K if it is not given.

    Args:
        score: how the scores are computed, ``"dot"``, ``"general"`` or ``"concat"``.
        n_query: length of a query, which only W needs.
        n_key: length of a key, which only W needs.
        n_units: length of what W maps both to, which only "concat" needs.
        initializer: draws W and v; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W; v has a seed of its own, made from it.

    Shapes:
        Q (N, T_q, n_query), or (N, n_query) for one query; K (N, T_k, n_key), V (N, T_k, d_v),
        mask (N, T_k), y (N, T_q, d_v) or (N, d_v). For "dot" n_query is n_key; W (n_query, n_key)
        for "general", W (n_query + n_key, n_units) and v (n_units, 1) for "concat".

    Source:
        Luong, Pham and Manning (2015), Effective approaches to attention-based neural machine
        translation, section 3.1.
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        n_units: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("score", score, ("dot", "general", "concat"))
        self.score, self.sizes = score, (n_query, n_key)
        if score == "dot":
            return
        if n_query is None or n_key is None:
            raise ValueError(f"W needs n_query {n_query} and n_key {n_key}.")
        draw = initializer or GlorotUniform()
        if score == "general":
            self.params["W"] = draw((n_query, n_key), seed)
            return
        if n_units is None:
            raise ValueError(f'score "concat" needs n_units, but it is {n_units}.')
        (of_v,) = spawned(seed, 1)
        self.params["W"] = draw((n_query + n_key, n_units), seed)
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
        self.one_query, self.without_V = np.ndim(Q) == 2, V is None
        Q, K, V = source_of(Q, K, V)
        n_query, n_key = (K.shape[2], None) if self.score == "dot" else self.sizes
        require_shape("Q", Q, (len(Q), None, n_query))
        require_shape("K", K, (len(Q), None, n_key))
        scores = self._concat(Q, K) if self.score == "concat" else self._products(Q, K)
        self.weights = masked_softmax(hidden(scores, mask), axis=-1)
        self.given = Q, K, V
        y = self.weights @ V
        return y[:, 0] if self.one_query else y

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK), and dV where forward was given V, for dy of the shape of y.

        The gradients of W and v are filled, where there are such.
        """
        Q, K, V = self.given
        dy = dy[:, None] if self.one_query else dy
        require_shape("dy", dy, (*Q.shape[:2], V.shape[2]))
        dV = self.weights.swapaxes(1, 2) @ dy
        dweights = dy @ V.swapaxes(1, 2)
        mean = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - mean)  # as of softmax
        if self.score == "concat":
            dQ, dK = self._concat_back(Q, K, dscores)
        else:
            dQ, dK = self._products_back(Q, K, dscores)
        dQ = dQ[:, 0] if self.one_query else dQ
        return (dQ, dK + dV) if self.without_V else (dQ, dK, dV)

    def _products(self, Q: np.ndarray, K: np.ndarray) -> np.ndarray:
        """Return the scores (N, T_q, T_k) of "dot" and "general"."""
        self.mapped = Q @ self.params["W"] if self.score == "general" else Q
        return self.mapped @ K.swapaxes(1, 2)

    def _products_back(
        self, Q: np.ndarray, K: np.ndarray, dscores: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (dQ, dK) of the products; fill the gradient of W."""
        dK = dscores.swapaxes(1, 2) @ self.mapped
        dQ = dscores @ K
        if self.score == "general":
            self.grads["W"] = np.einsum("nid,nij->dj", Q, dQ)
            dQ = dQ @ self.params["W"].T
        return dQ, dK

    def _concat(self, Q: np.ndarray, K: np.ndarray) -> np.ndarray:
        """Return the scores (N, T_q, T_k) of "concat"."""
        W_q, W_k = np.split(self.params["W"], [Q.shape[2]])
        # (q, k) W is q W_q + k W_k, so no vector has to be joined: every query meets every key.
        self.h = np.tanh((Q @ W_q)[:, :, None] + (K @ W_k)[:, None])
        return (self.h @ self.params["v"])[..., 0]

    def _concat_back(
        self, Q: np.ndarray, K: np.ndarray, dscores: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (dQ, dK) of "concat"; fill the gradients of W and v."""
        W, n_query = self.params["W"], Q.shape[2]
        self.grads["v"] = np.einsum("nijh,nij->h", self.h, dscores)[:, None]
        da = dscores[..., None] * self.params["v"][:, 0] * (1 - self.h**2)
        da_q = da.sum(axis=2)  # a query met all keys
        da_k = da.sum(axis=1)  # and a key all queries
        dW_q = np.einsum("nid,nih->dh", Q, da_q)
        dW_k = np.einsum("njd,njh->dh", K, da_k)
        self.grads["W"] = np.concatenate([dW_q, dW_k])
        return da_q @ W[:n_query].T, da_k @ W[n_query:].T
