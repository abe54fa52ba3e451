"""The block that the encoder of a Transformer is made of in Keras."""

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
class TransformerEncoderBlock(keras.layers.Layer):
    """Attention and a feed-forward network, of Keras' layers; Keras itself has no such block.

    Shapes:
        x, y (N, T, d_model); mask broadcast to (N, T, T).
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
        of_attention, of_network = spawned(seed, 2)
        self.attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_attention, dtype=dtype
        )
        self.norm1 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network, dtype=dtype
        )
        self.norm2 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.built = True

    def call(self, inputs: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """Return y (N, T, d_model)."""
        if self.own["norm_first"]:
            h = inputs + self.attention(self.norm1(inputs), mask=mask)
            return h + self.feed_forward(self.norm2(h))
        h = self.norm1(inputs + self.attention(inputs, mask=mask))
        return self.norm2(h + self.feed_forward(h))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
