"""Multi-head attention."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class MultiHeadAttention(Layer):
    """Several attentions side by side, each of which looks for something of its own.

        q, k, v = Q W_q + b_q, K W_k + b_k, V W_v + b_v, each split into heads
        y = (the heads of softmax(q k^T / sqrt(d_head)) v, side by side) W_o + b_o

    With Q alone it is self-attention; with Q and K, where V is K, source-target attention. With
    fewer heads of keys and values each of them serves a group of neighbouring heads of queries.

    Args:
        d_model: length of the vectors that come in and go out.
        n_heads: how many heads; each has d_head = d_model / n_heads.
        causal: whether query i attends to the keys 0 to i alone.
        use_bias: whether b_q, b_k, b_v and b_o are added.
        n_kv_heads: how many heads keys and values have; n_heads if None.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W_q; W_k, W_v and W_o have seeds of their own, made from it.

    Shapes:
        Q and y (N, T_q, d_model), K and V (N, T_k, d_model); W_q and W_o (d_model, d_model), W_k
        and W_v (d_model, n_kv_heads d_head), b_q and b_o (d_model,), b_k and b_v (n_kv_heads
        d_head,).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.2.2; fewer heads of keys and
        values: Ainslie et al. (2023), GQA: training generalized multi-query transformer models
        from multi-head checkpoints, section 2.2.
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        causal: bool = False,
        use_bias: bool = True,
        n_kv_heads: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        if n_heads < 1 or d_model < 1 or d_model % n_heads:
            raise ValueError(f"d_model {d_model} cannot be split into {n_heads} heads.")
        n_kv = n_heads if n_kv_heads is None else n_kv_heads
        if n_kv < 1 or n_heads % n_kv:
            raise ValueError(f"{n_heads} heads cannot share n_kv_heads {n_kv} evenly.")
        self.d_head, self.group = d_model // n_heads, n_heads // n_kv
        draw = initializer or GlorotUniform()
        widths = {"q": d_model, "k": n_kv * self.d_head, "v": n_kv * self.d_head, "o": d_model}
        seeds = (seed, *spawned(seed, 3))
        for (name, width), own_seed in zip(widths.items(), seeds, strict=True):
            self.params[f"W_{name}"] = draw((d_model, width), own_seed)
            if use_bias:
                self.params[f"b_{name}"] = np.zeros(width)
        self.attention = ScaledDotProductAttention(causal)

    def forward(
        self,
        Q: np.ndarray,
        K: np.ndarray | None = None,
        V: np.ndarray | None = None,
        mask: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y (N, T_q, d_model).

        Args:
            Q: what the queries are made of (N, T_q, d_model).
            K: what the keys are made of (N, T_k, d_model); Q if None.
            V: what the values are made of (N, T_k, d_model); K if None.
            mask: True, or 1, where a query may attend to a key; broadcast to (N, T_q, T_k), or
                with an axis more, for the heads, to (N, n_heads, T_q, T_k).
        """
        d_model = len(self.params["W_q"])
        self.n_given = 1 if K is None else 2 if V is None else 3
        Q = as_float("Q", Q)
        K = Q if K is None else as_float("K", K)
        V = K if V is None else as_float("V", V)
        require_shape("Q", Q, (None, None, d_model))
        require_shape("K", K, (len(Q), None, d_model))
        require_shape("V", V, K.shape)
        if mask is not None and np.ndim(mask) == 3:
            mask = np.asarray(mask)[:, None]  # the same for every head
        self.given = {"q": Q, "k": K, "v": V}
        q, k, v = (self._split(self._project(name, x)) for name, x in self.given.items())
        k, v = (np.repeat(heads, self.group, axis=1) for heads in (k, v))
        self.joined = self._join(self.attention.forward(q, k, v, mask=mask))
        return self._project("o", self.joined)

    def backward(self, dy: np.ndarray) -> np.ndarray | tuple[np.ndarray, ...]:
        """Return the gradients of what forward was given, dQ, (dQ, dK) or (dQ, dK, dV).

        The gradients of the weights and of the biases are filled.
        """
        require_shape("dy", dy, self.given["q"].shape)
        djoined = self._project_back("o", self.joined, dy)
        dq, dk, dv = self.attention.backward(self._split(djoined))
        dheads = dq, self._summed(dk), self._summed(dv)
        dQ, dK, dV = (
            self._project_back(name, self.given[name], self._join(dhead))
            for name, dhead in zip("qkv", dheads, strict=True)
        )
        if self.n_given == 1:
            return dQ + dK + dV  # one array went three ways
        return (dQ, dK + dV) if self.n_given == 2 else (dQ, dK, dV)

    def _split(self, x: np.ndarray) -> np.ndarray:
        """Return (N, T, n d_head) as n heads (N, n, T, d_head)."""
        N, T, _ = x.shape
        return x.reshape(N, T, -1, self.d_head).transpose(0, 2, 1, 3)

    def _join(self, heads: np.ndarray) -> np.ndarray:
        """Return n heads (N, n, T, d_head) side by side, as (N, T, n d_head)."""
        N, n, T, d_head = heads.shape
        return heads.transpose(0, 2, 1, 3).reshape(N, T, n * d_head)

    def _summed(self, dheads: np.ndarray) -> np.ndarray:
        """Return the gradient of each head of keys or values: the sum over its group."""
        N, n_heads, T, d_head = dheads.shape
        return dheads.reshape(N, n_heads // self.group, self.group, T, d_head).sum(axis=2)

    def _project(self, name: str, x: np.ndarray) -> np.ndarray:
        """Return x W + b, of one of the four projections."""
        return x @ self.params[f"W_{name}"] + self.params.get(f"b_{name}", 0)

    def _project_back(self, name: str, x: np.ndarray, dy: np.ndarray) -> np.ndarray:
        """Return dx of one of the four projections; fill the gradients of its W and b."""
        W = self.params[f"W_{name}"]
        rows, dy_rows = x.reshape(-1, len(W)), dy.reshape(-1, W.shape[1])
        self.grads[f"W_{name}"] = rows.T @ dy_rows
        if f"b_{name}" in self.params:
            self.grads[f"b_{name}"] = dy_rows.sum(axis=0)
        return dy @ W.T
