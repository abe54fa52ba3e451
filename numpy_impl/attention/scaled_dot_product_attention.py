"""Scaled dot-product attention."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.causal_mask import causal_mask
from numpy_impl.attention.masked_softmax import broadcast, masked_softmax, summed_to
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class ScaledDotProductAttention(Layer):
    """Each query takes a mean of the values, weighted by how well their keys agree with it.

        scores = Q K^T / sqrt(d_k) + bias
        weights = softmax(scores), over the keys
        y = weights V

    A query that may attend to no key gets 0. With a soft cap the scaled products s become
    c tanh(s / c), before the bias; with dropout some weights are 0, the others larger.

    Args:
        causal: whether query i attends to the keys 0 to i alone.
        scale: what the products are multiplied by; 1 / sqrt(d_k) if None.
        softcap: c, which the scaled products cannot exceed; there is none if None.
        rate: with what probability a weight is dropped, by ``kept``.

    Shapes:
        Q (..., T_q, d_k), K (..., T_k, d_k), V (..., T_k, d_v), y (..., T_q, d_v); the leading
        axes are the same for all, or there are none. bias, mask and kept are broadcast to the
        shape of the scores, (..., T_q, T_k).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.2.1; the soft cap: Gemma Team
        (2024), Gemma 2: improving open language models at a practical size, section 2.
    """

    def __init__(
        self,
        causal: bool = False,
        scale: float | None = None,
        softcap: float | None = None,
        rate: float = 0.0,
    ) -> None:
        super().__init__()
        if softcap is not None and not softcap > 0:
            raise ValueError(f"softcap is {softcap}, but must be greater than 0.")
        if not 0 <= rate < 1:
            raise ValueError(f"rate is {rate}, but must be at least 0 and less than 1.")
        self.causal, self.scale = causal, scale
        self.softcap, self.rate = softcap, rate

    def forward(
        self,
        Q: np.ndarray,
        K: np.ndarray,
        V: np.ndarray,
        bias: np.ndarray | None = None,
        mask: np.ndarray | None = None,
        kept: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y (..., T_q, d_v).

        Args:
            Q: what each query looks for.
            K: what each key offers.
            V: what is given where a key is attended to.
            bias: is added to the scores; -inf where a query must not attend.
            mask: True, or 1, where a query may attend to a key.
            kept: in training, 1 where dropout keeps a weight and 0 where not; all if None.
        """
        Q, K, V = as_float("Q", Q), as_float("K", K), as_float("V", V)
        if Q.ndim < 2:
            raise ValueError(f"Q has shape {Q.shape}, but (..., T_q, d_k) was expected.")
        *leading, _, d_k = Q.shape
        require_shape("K", K, (*leading, None, d_k))
        require_shape("V", V, (*leading, K.shape[-2], None))
        scale = 1 / np.sqrt(d_k) if self.scale is None else self.scale
        self.c = Q.dtype.type(scale)
        scores = Q @ K.swapaxes(-1, -2) * self.c
        if self.softcap is not None:
            cap = Q.dtype.type(self.softcap)
            self.t = np.tanh(scores / cap)
            scores = cap * self.t
        if bias is not None:
            bias = as_float("bias", bias).astype(scores.dtype)
            scores = scores + broadcast("bias", bias, scores.shape)
        if mask is not None:
            allowed = broadcast("mask", np.asarray(mask) != 0, scores.shape)
            scores = np.where(allowed, scores, -np.inf)
        if self.causal:
            scores = np.where(causal_mask(*scores.shape[-2:]), scores, -np.inf)
        self.weights = masked_softmax(scores, axis=-1)
        self.given, self.bias_shape = (Q, K, V), None if bias is None else bias.shape
        self.m = self._dropout(kept, scores)
        return self.weights * self.m @ V

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK, dV) for dy (..., T_q, d_v); and dbias, where forward was given a bias."""
        Q, K, V = self.given
        require_shape("dy", dy, (*Q.shape[:-1], V.shape[-1]))
        dV = (self.weights * self.m).swapaxes(-1, -2) @ dy
        dweights = dy @ V.swapaxes(-1, -2) * self.m
        mean = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - mean)  # as of softmax; 0 where the weight is 0
        dproducts = dscores if self.softcap is None else dscores * (1 - self.t**2)
        dQ = dproducts @ K * self.c
        dK = dproducts.swapaxes(-1, -2) @ Q * self.c
        if self.bias_shape is None:
            return dQ, dK, dV
        return dQ, dK, dV, summed_to(self.bias_shape, dscores)

    def _dropout(self, kept: np.ndarray | None, scores: np.ndarray) -> np.ndarray:
        """Return what the weights are multiplied by: 1, or 0 and 1 / (1 - rate)."""
        if kept is None:
            return np.ones((), dtype=scores.dtype)
        kept = broadcast("kept", np.asarray(kept) != 0, scores.shape)
        return kept / scores.dtype.type(1 - self.rate)
