"""The block that the decoder of a Transformer is made of in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.multi_head_attention import MultiHeadAttention
from tf_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.layer_norm import LayerNorm
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class TransformerDecoderBlock(keras.layers.Layer):
    """Two attentions and a feed-forward network, of Keras' layers.

    Shapes:
        x, y (N, T, d_model); memory (N, S, d_model); memory_mask broadcast to (N, T, S), mask to
        (N, T, T).
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
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            d_model=d_model,
            n_heads=n_heads,
            d_ff=d_ff,
            norm_first=norm_first,
            activation=activation,
            epsilon=epsilon,
            initializer=initializer,
            seed=seed,
        )
        dtype = kwargs.get("dtype")
        of_self, of_cross, of_network = spawned(seed, 3)
        self.self_attention = MultiHeadAttention(
            d_model, n_heads, causal=True, initializer=initializer, seed=of_self, dtype=dtype
        )
        self.norm1 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.cross_attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_cross, dtype=dtype
        )
        self.norm2 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network, dtype=dtype
        )
        self.norm3 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.built = True

    def call(
        self,
        inputs: tf.Tensor,
        memory: tf.Tensor,
        memory_mask: tf.Tensor | None = None,
        mask: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return y (N, T, d_model)."""
        x = inputs
        if self.own["norm_first"]:
            h1 = x + self.self_attention(self.norm1(x), mask=mask)
            h2 = h1 + self.cross_attention(self.norm2(h1), memory, mask=memory_mask)
            return h2 + self.feed_forward(self.norm3(h2))
        h1 = self.norm1(x + self.self_attention(x, mask=mask))
        h2 = self.norm2(h1 + self.cross_attention(h1, memory, mask=memory_mask))
        return self.norm3(h2 + self.feed_forward(h2))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _WithoutWeights(TransformerDecoderBlock):
    """The block whose attention to the source is as Keras calls it by default."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.cross_attention.with_weights = False
