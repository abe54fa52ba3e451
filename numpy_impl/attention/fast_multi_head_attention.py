"""Multi-head attention, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.fast_scaled_dot_product_attention import FastScaledDotProductAttention
from numpy_impl.attention.multi_head_attention import MultiHeadAttention
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.threads import in_threads


class FastMultiHeadAttention(MultiHeadAttention):
    """The layer of :class:`MultiHeadAttention`, with a fast attention between its projections.

    A projection is one product of matrices (N T, d_model), half of the rows in each of two
    threads, and its sums over rows are products with ones. The heads are views, which the
    products of :class:`FastScaledDotProductAttention` read as they lie.

    Shapes:
        as in MultiHeadAttention.
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
        super().__init__(d_model, n_heads, causal, use_bias, n_kv_heads, initializer, seed)
        self.attention = FastScaledDotProductAttention(causal)

    def _summed(self, dheads: np.ndarray) -> np.ndarray:
        """Return the gradient of each head of keys or values: the sum over its group."""
        return dheads if self.group == 1 else super()._summed(dheads)

    def _project(self, name: str, x: np.ndarray) -> np.ndarray:
        """Return x W + b, of one of the four projections."""
        W, b = self.params[f"W_{name}"], self.params.get(f"b_{name}")
        rows = x.reshape(-1, len(W))
        y = np.empty((len(rows), W.shape[1]), np.result_type(x, W))

        def fill(part: slice) -> None:
            np.matmul(rows[part], W, out=y[part])
            if b is not None:
                y[part] += b

        in_threads(fill, len(rows), rows.size * W.shape[1])
        return y.reshape(*x.shape[:-1], -1)

    def _project_back(self, name: str, x: np.ndarray, dy: np.ndarray) -> np.ndarray:
        """Return dx of one of the four projections; fill the gradients of its W and b."""
        W = self.params[f"W_{name}"]
        rows, dy_rows = x.reshape(-1, len(W)), dy.reshape(-1, W.shape[1])
        dx = np.empty(rows.shape, np.result_type(dy, W))

        def fill(part: slice) -> tuple[np.ndarray, np.ndarray]:
            np.matmul(dy_rows[part], W.T, out=dx[part])
            ones = np.ones(part.stop - part.start, dy.dtype)
            return rows[part].T @ dy_rows[part], ones @ dy_rows[part]

        parts = in_threads(fill, len(rows), rows.size * W.shape[1])
        self.grads[f"W_{name}"] = sum((dW for dW, _ in parts[1:]), start=parts[0][0])
        if f"b_{name}" in self.params:
            self.grads[f"b_{name}"] = sum((db for _, db in parts[1:]), start=parts[0][1])
        return dx.reshape(x.shape)
