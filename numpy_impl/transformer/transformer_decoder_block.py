"""The block that the decoder of a Transformer is made of."""

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


class TransformerDecoderBlock(MadeOfParts):
    """Every position looks at those before it, then at the source, then computes for itself.

        post-norm:  h1 = norm1(x + self_attention(x))
                    h2 = norm2(h1 + cross_attention(h1, memory))
                    y = norm3(h2 + feed_forward(h2))
        pre-norm:   h1 = x + self_attention(norm1(x))
                    h2 = h1 + cross_attention(norm2(h1), memory)
                    y = h2 + feed_forward(norm3(h2))

    The self-attention is causal: position t sees positions 0 to t alone. In the cross-attention
    the queries come from the target, keys and values from the memory, what the encoder gave. There
    is no dropout. Its parts are ``self_attention``, ``norm1``, ``cross_attention``, ``norm2``,
    ``feed_forward`` and ``norm3``.

    Args:
        d_model: length of the vector at a position, in x, in the memory and in y.
        n_heads: the heads of both attentions, which d_model is split into.
        d_ff: length of the feed-forward network's hidden vector.
        norm_first: pre-norm; else post-norm, as in the paper.
        activation: the feed-forward network's, ``"relu"``, ``"gelu"`` or ``"gelu_tanh"``.
        epsilon: the layer normalizations'.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, y, dy, dx (N, T, d_model); memory, dmemory (N, S, d_model); memory_mask broadcast to
        (N, T, S), mask to (N, T, T).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.1 and figure 1.
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
        of_self, of_cross, of_network = spawned(seed, 3)
        self.self_attention = MultiHeadAttention(
            d_model, n_heads, causal=True, initializer=initializer, seed=of_self
        )
        self.norm1 = LayerNorm(d_model, epsilon)
        self.cross_attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_cross
        )
        self.norm2 = LayerNorm(d_model, epsilon)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network
        )
        self.norm3 = LayerNorm(d_model, epsilon)
        names = ("self_attention", "norm1", "cross_attention", "norm2", "feed_forward", "norm3")
        super().__init__({name: getattr(self, name) for name in names})

    def forward(
        self,
        x: np.ndarray,
        memory: np.ndarray,
        memory_mask: np.ndarray | None = None,
        mask: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y (N, T, d_model).

        Args:
            x: the target's sequences (N, T, d_model).
            memory: what the encoder made of the source (N, S, d_model).
            memory_mask: True, or 1, where a position may attend to one of the source; broadcast to
                (N, T, S). With (N, 1, S) it hides the source's padding.
            mask: likewise for the target itself, (N, T, T), beside the causal mask.
        """
        x, memory = as_float("x", x), as_float("memory", memory)
        (d_model,) = self.norm1.normalized_shape
        require_shape("x", x, (None, None, d_model))
        require_shape("memory", memory, (len(x), None, d_model))
        if self.norm_first:
            h1 = x + self.self_attention.forward(self.norm1.forward(x), mask=mask)
            h2 = h1 + self.cross_attention.forward(self.norm2.forward(h1), memory, mask=memory_mask)
            return h2 + self.feed_forward.forward(self.norm3.forward(h2))
        h1 = self.norm1.forward(x + self.self_attention.forward(x, mask=mask))
        seen = self.cross_attention.forward(h1, memory, mask=memory_mask)
        h2 = self.norm2.forward(h1 + seen)
        return self.norm3.forward(h2 + self.feed_forward.forward(h2))

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return dx (N, T, d_model) and dmemory (N, S, d_model); fill the gradients of all parts.

        A sum hands its gradient to both sides: to the sublayer, and past it.
        """
        if self.norm_first:
            dh2 = dy + self.norm3.backward(self.feed_forward.backward(dy))
            dseen, dmemory = self.cross_attention.backward(dh2)
            dh1 = dh2 + self.norm2.backward(dseen)
            da: Any = self.self_attention.backward(dh1)
            return dh1 + self.norm1.backward(da), dmemory
        dsum3 = self.norm3.backward(dy)
        dsum2 = self.norm2.backward(dsum3 + self.feed_forward.backward(dsum3))
        dh1, dmemory = self.cross_attention.backward(dsum2)
        dsum1 = self.norm1.backward(dsum2 + dh1)
        return dsum1 + self.self_attention.backward(dsum1), dmemory
