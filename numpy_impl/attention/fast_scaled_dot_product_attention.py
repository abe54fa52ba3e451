"""Scaled dot-product attention, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.causal_mask import causal_mask
from numpy_impl.attention.masked_softmax import broadcast, summed_to
from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from numpy_impl.layers.threads import in_threads
from numpy_impl.validation import as_float, require_shape


class FastScaledDotProductAttention(ScaledDotProductAttention):
    """The layer of :class:`ScaledDotProductAttention`, with few passes over its largest arrays.

    Those are the scores. They are computed in place, and lie in memory with the keys first: so the
    greatest score and the sums over the keys are found for all queries at once, where along the
    last axis each query would be a loop of its own. Half of the examples run in each of two
    threads.

    Shapes:
        as in ScaledDotProductAttention.
    """

    def forward(
        self,
        Q: np.ndarray,
        K: np.ndarray,
        V: np.ndarray,
        bias: np.ndarray | None = None,
        mask: np.ndarray | None = None,
        kept: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y (..., T_q, d_v); the arguments are those of the plain form."""
        Q, K, V = as_float("Q", Q), as_float("K", K), as_float("V", V)
        if Q.ndim < 2:
            raise ValueError(f"Q has shape {Q.shape}, but (..., T_q, d_k) was expected.")
        *leading, T_q, d_k = Q.shape
        require_shape("K", K, (*leading, None, d_k))
        require_shape("V", V, (*leading, K.shape[-2], None))
        shape, dtype = (*leading, T_q, K.shape[-2]), Q.dtype
        self.c = dtype.type(1 / np.sqrt(d_k) if self.scale is None else self.scale)
        self.given, self.bias_shape, added = (Q, K, V), None, None
        if bias is not None:
            bias = as_float("bias", bias).astype(dtype)
            self.bias_shape, added = bias.shape, broadcast("bias", bias, shape)
        hidden = None if mask is None else broadcast("mask", np.asarray(mask) == 0, shape)
        if self.causal:
            ahead = np.broadcast_to(~causal_mask(*shape[-2:]), shape)
            hidden = ahead if hidden is None else hidden | ahead
        self.weights = np.empty((*leading, shape[-1], T_q), dtype).swapaxes(-1, -2)
        self.m = self._dropout(kept, self.weights)
        self.t = None if self.softcap is None else np.empty_like(self.weights)
        y = np.empty((*leading, T_q, V.shape[-1]), np.result_type(dtype, V))
        scaled = Q * self.c

        def fill(part: slice) -> None:
            scores = _keys_first(self.weights, part)
            np.matmul(_at(K, part), _keys_first(scaled, part), out=scores)
            if self.t is not None:
                cap = dtype.type(self.softcap)
                scores /= cap
                _keys_first(self.t, part)[...] = np.tanh(scores, out=scores)
                scores *= cap
            if added is not None:
                scores += _keys_first(added, part)
            if hidden is not None:
                np.copyto(scores, -np.inf, where=_keys_first(hidden, part))
            _softmax_of_keys(scores)
            np.matmul(self._used(part), _at(V, part), out=_at(y, part))

        in_threads(fill, len(Q) if leading else 1, Q.size * K.shape[-2])
        return y

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK, dV) for dy (..., T_q, d_v); and dbias, where forward was given a bias."""
        Q, K, V = self.given
        require_shape("dy", dy, (*Q.shape[:-1], V.shape[-1]))
        dQ, dK, dV = (np.empty(a.shape, dy.dtype) for a in (Q, K, V))
        dscores = np.empty_like(self.weights)

        def fill(part: slice) -> None:
            np.matmul(_keys_first(self._used(part)), _at(dy, part), out=_at(dV, part))
            d = _keys_first(dscores, part)
            np.matmul(_at(V, part), _keys_first(dy, part), out=d)
            if self.m.ndim:
                d *= _keys_first(self.m, part)
            weights = _keys_first(self.weights, part)
            d -= np.einsum("...kq,...kq->...q", d, weights)[..., None, :]
            d *= weights
            if self.t is not None:
                d = d * (1 - _keys_first(self.t, part) ** 2)
            np.matmul(_keys_first(d), _at(K, part), out=_at(dQ, part))
            np.matmul(d, _at(Q, part), out=_at(dK, part))

        in_threads(fill, len(Q) if Q.ndim > 2 else 1, Q.size * K.shape[-2])
        dQ *= self.c
        dK *= self.c
        if self.bias_shape is None:
            return dQ, dK, dV
        return dQ, dK, dV, summed_to(self.bias_shape, dscores)

    def _used(self, part: slice) -> np.ndarray:
        """Return the weights of a part after dropout."""
        weights = _at(self.weights, part)
        return weights * _at(self.m, part) if self.m.ndim else weights


def _at(array: np.ndarray, part: slice) -> np.ndarray:
    """Return a part of the first axis; all of what has no leading axes."""
    return array[part] if array.ndim > 2 else array


def _keys_first(array: np.ndarray, part: slice | None = None) -> np.ndarray:
    """Return a part of (..., T_q, T_k) as (..., T_k, T_q)."""
    return (array if part is None else _at(array, part)).swapaxes(-1, -2)


def _softmax_of_keys(scores: np.ndarray) -> None:
    """Turn scores (..., T_k, T_q) into weights; 0 where all scores of a query are -inf."""
    c = scores.max(axis=-2, keepdims=True, initial=-np.inf)
    scores -= np.where(np.isfinite(c), c, 0)
    np.exp(scores, out=scores)
    total = scores.sum(axis=-2, keepdims=True)
    scores /= np.where(total == 0, 1, total)
