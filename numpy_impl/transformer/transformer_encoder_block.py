"""The block that the encoder of a Transformer is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.attention.fast_multi_head_attention import (
    FastMultiHeadAttention as MultiHeadAttention,
)
from numpy_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_layer_norm import FastLayerNorm as LayerNorm
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class TransformerEncoderBlock(MadeOfParts):
    """Every position looks at all others, then each computes for itself; x is added to both.

        post-norm:  h = norm1(x + attention(x)),  y = norm2(h + feed_forward(h))
        pre-norm:   h = x + attention(norm1(x)),  y = h + feed_forward(norm2(h))

    There is no dropout. Its parts are ``attention``, ``norm1``, ``feed_forward`` and ``norm2``.

    Args:
        d_model: length of the vector at a position, in x and in y.
        n_heads: the attention's heads, which d_model is split into.
        d_ff: length of the feed-forward network's hidden vector.
        norm_first: pre-norm, as in GPT-2 and the Vision Transformer; else post-norm, as in the
            first Transformer and BERT.
        activation: the feed-forward network's, ``"relu"``, ``"gelu"`` or ``"gelu_tanh"``.
        epsilon: the layer normalizations'.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, y, dy, dx (N, T, d_model); mask broadcast to (N, T, T).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.1; pre-norm: Xiong et al.
        (2020), On layer normalization in the Transformer architecture, table 1.
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        d_ff: int,
        norm_first: bool = False,
        activation: str = "relu",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        self.norm_first = norm_first
        of_attention, of_network = spawned(seed, 2)
        self.attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_attention
        )
        self.norm1 = LayerNorm(d_model, epsilon)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network
        )
        self.norm2 = LayerNorm(d_model, epsilon)
        super().__init__(
            {
                "attention": self.attention,
                "norm1": self.norm1,
                "feed_forward": self.feed_forward,
                "norm2": self.norm2,
            }
        )

    def forward(self, x: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
        """Return y (N, T, d_model).

        Args:
            x: the sequences (N, T, d_model).
            mask: True, or 1, where a position may attend to another one; broadcast to (N, T, T).
                With (N, 1, T) it hides the padding of each sequence.
        """
        x = as_float("x", x)
        require_shape("x", x, (None, None, *self.norm1.normalized_shape))
        if self.norm_first:
            h = x + self.attention.forward(self.norm1.forward(x), mask=mask)
            return h + self.feed_forward.forward(self.norm2.forward(h))
        h = self.norm1.forward(x + self.attention.forward(x, mask=mask))
        return self.norm2.forward(h + self.feed_forward.forward(h))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, T, d_model); fill the gradients of all parts.

        A sum hands its gradient to both sides: to the sublayer, and past it.
        """
        if self.norm_first:
            dh = dy + self.norm2.backward(self.feed_forward.backward(dy))
            da: Any = self.attention.backward(dh)
            return dh + self.norm1.backward(da)
        dsum2 = self.norm2.backward(dy)
        dh = dsum2 + self.feed_forward.backward(dsum2)
        dsum1 = self.norm1.backward(dh)
        return dsum1 + self.attention.backward(dsum1)
