"""The block that GPT is made of, with a key-value cache."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_layer_norm import FastLayerNorm as LayerNorm
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.transformer.cached_attention import CachedAttention
from numpy_impl.validation import as_float, require_shape


class GPTBlock(MadeOfParts):
    """A pre-norm block that looks back alone, and may go on from where it was.

        h = x + attention(norm1(x)) W_o,  y = h + feed_forward(norm2(h))

    Position t attends to positions 0 to t. Whoever writes word by word keeps K and V, the keys and
    values of all positions so far, and gives them back with the next word: then only the new word
    is computed, and the result is that of the whole text.

    There is no dropout. Its parts are ``norm1``, ``attention``, ``norm2`` and ``feed_forward``.

    Args:
        d_model: length of the vector at a position, in x and in y.
        n_heads: the attention's heads, which d_model is split into.
        d_ff: length of the feed-forward network's hidden vector, in GPT-2 4 d_model.
        activation: the network's; ``"gelu_tanh"`` as in GPT-2, ``"gelu"`` or ``"relu"``.
        epsilon: the layer normalizations'.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, y, dy, dx (N, T, d_model); past_K, past_V (N, n_heads, T_past, d_head) and K, V
        (N, n_heads, T_past + T, d_head), with d_head = d_model / n_heads.

    Source:
        Radford et al. (2019), Language models are unsupervised multitask learners, section 2.3;
        the cache: Shazeer (2019), Fast Transformer decoding, section 2.4.
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        d_ff: int,
        activation: str = "gelu_tanh",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        of_attention, of_network = spawned(seed, 2)
        self.norm1 = LayerNorm(d_model, epsilon)
        self.attention = CachedAttention(
            d_model, n_heads, initializer=initializer, seed=of_attention
        )
        self.norm2 = LayerNorm(d_model, epsilon)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network
        )
        names = ("norm1", "attention", "norm2", "feed_forward")
        super().__init__({name: getattr(self, name) for name in names})

    def forward(
        self,
        x: np.ndarray,
        past_K: np.ndarray | None = None,
        past_V: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return y (N, T, d_model), and K and V of all positions so far.

        Args:
            x: the new positions (N, T, d_model).
            past_K: the K that the call before returned; there is no past if None.
            past_V: likewise V.
        """
        x = as_float("x", x)
        require_shape("x", x, (None, None, *self.norm1.normalized_shape))
        if (past_K is None) != (past_V is None):
            raise ValueError("past_K and past_V belong together, but only one of them was given.")
        K, V = self.attention.keys_and_values(self.norm1.forward(x))
        if past_K is not None and past_V is not None:
            past_K, past_V = as_float("past_K", past_K), as_float("past_V", past_V)
            require_shape("past_K", past_K, (*K.shape[:2], None, K.shape[3]))
            require_shape("past_V", past_V, past_K.shape)
            K = np.concatenate([past_K, K], axis=2)
            V = np.concatenate([past_V, V], axis=2)
        T, T_k = x.shape[1], K.shape[2]
        self.T_past = T_k - T
        i = np.arange(self.T_past, T_k)[:, None]  # the new positions, counted from the text's start
        j = np.arange(T_k)
        h = x + self.attention.attend(K, V, mask=j <= i)
        y = h + self.feed_forward.forward(self.norm2.forward(h))
        return y, K.copy(), V.copy()

    def backward(
        self, dy: np.ndarray, dK: np.ndarray | None = None, dV: np.ndarray | None = None
    ) -> np.ndarray | tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return dx, and where forward was given a past, (dx, dpast_K, dpast_V).

        dK and dV are what later words give back, to which K and V were the past. The gradients of
        all parts are filled.
        """
        dh = dy + self.norm2.backward(self.feed_forward.backward(dy))
        da, from_K, from_V = self.attention.attend_back(dh)
        for name, later in (("dK", dK), ("dV", dV)):
            if later is not None:
                require_shape(name, later, from_K.shape)
        dK = from_K if dK is None else from_K + dK
        dV = from_V if dV is None else from_V + dV
        new = slice(self.T_past, None)
        da = da + self.attention.keys_and_values_back(dK[:, :, new], dV[:, :, new])
        dx = dh + self.norm1.backward(da)
        if not self.T_past:
            return dx
        return dx, dK[:, :, : self.T_past].copy(), dV[:, :, : self.T_past].copy()
