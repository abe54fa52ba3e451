"""Dot-product attention."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.masked_softmax import masked_softmax
from numpy_impl.attention.source import hidden, source_of
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.validation import require_choice, require_shape


class DotProductAttention(Layer):
    """Luong's attention: products score how well a query and a key agree, without a scale.

        scores = Q K^T               score="dot"
        scores = Q W K^T             score="general"
        weights = softmax(scores), over the keys
        y = weights V

    Q are the states of a decoder, K those of the encoder, and V is K if it is not given.

    Args:
        score: how the scores are computed, ``"dot"`` or ``"general"``.
        n_query: length of a query, which only W needs.
        n_key: length of a key, which only W needs.
        initializer: draws W; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W.

    Shapes:
        Q (N, T_q, n_query), or (N, n_query) for one query; K (N, T_k, n_key), V (N, T_k, d_v),
        mask (N, T_k), y (N, T_q, d_v) or (N, d_v); W (n_query, n_key). For "dot" n_query is n_key.

    Source:
        Luong, Pham and Manning (2015), Effective approaches to attention-based neural machine
        translation, section 3.1.
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("score", score, ("dot", "general"))
        if score == "general":
            if n_query is None or n_key is None:
                raise ValueError(f"W needs n_query {n_query} and n_key {n_key}.")
            self.params["W"] = (initializer or GlorotUniform())((n_query, n_key), seed)

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
        W = self.params.get("W")
        n_query, n_key = (K.shape[2], None) if W is None else W.shape
        require_shape("Q", Q, (len(Q), None, n_query))
        require_shape("K", K, (len(Q), None, n_key))
        self.mapped = Q if W is None else Q @ W
        scores = self.mapped @ K.swapaxes(1, 2)
        self.weights = masked_softmax(hidden(scores, mask), axis=-1)
        self.given = Q, K, V
        y = self.weights @ V
        return y[:, 0] if self.one_query else y

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK), and dV where forward was given V, for dy of the shape of y.

        The gradient of W is filled, where there is one.
        """
        Q, K, V = self.given
        dy = dy[:, None] if self.one_query else dy
        require_shape("dy", dy, (*Q.shape[:2], V.shape[2]))
        dV = self.weights.swapaxes(1, 2) @ dy
        dweights = dy @ V.swapaxes(1, 2)
        mean = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - mean)  # as of softmax
        dK = dscores.swapaxes(1, 2) @ self.mapped
        dQ = dscores @ K
        if "W" in self.params:
            self.grads["W"] = np.einsum("nid,nij->dj", Q, dQ)
            dQ = dQ @ self.params["W"].T
        dQ = dQ[:, 0] if self.one_query else dQ
        return (dQ, dK + dV) if self.without_V else (dQ, dK, dV)
