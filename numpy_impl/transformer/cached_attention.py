"""Multi-head attention whose keys and values may come from a cache."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.fast_multi_head_attention import (
    FastMultiHeadAttention as MultiHeadAttention,
)


class CachedAttention(MultiHeadAttention):
    """Multi-head attention in two steps: keys and values of x, and then the attention to them.

    Between the two, keys and values of earlier positions can be put in front.

    Shapes:
        x (N, T, d_model); K, V (N, n_heads, T_k, d_head), with the earlier ones T_k >= T.
    """

    def keys_and_values(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return k and v of x, split into heads (N, n_heads, T, d_head)."""
        self.given = {"q": x, "k": x, "v": x}
        return self._split(self._project("k", x)), self._split(self._project("v", x))

    def attend(self, K: np.ndarray, V: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Return y (N, T, d_model): the queries are x's own."""
        q = self._split(self._project("q", self.given["q"]))
        self.joined = self._join(self.attention.forward(q, K, V, mask=mask))
        return self._project("o", self.joined)

    def attend_back(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return dx through the queries, dK and dV; fill the gradients of W_q and W_o."""
        dheads = self._split(self._project_back("o", self.joined, dy))
        dq, dK, dV = self.attention.backward(dheads)
        return self._project_back("q", self.given["q"], self._join(dq)), dK, dV

    def keys_and_values_back(self, dk: np.ndarray, dv: np.ndarray) -> np.ndarray:
        """Return dx through keys and values; fill the gradients of W_k and W_v."""
        through_k = self._project_back("k", self.given["k"], self._join(dk))
        return through_k + self._project_back("v", self.given["v"], self._join(dv))
