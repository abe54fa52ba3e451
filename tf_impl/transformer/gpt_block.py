"""The block that GPT is made of in Keras, with a key-value cache."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.attention.multi_head_attention import MultiHeadAttention
from tf_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from tf_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.layer_norm import LayerNorm
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class GPTBlock(keras.layers.Layer):
    """A pre-norm block, with the projections of :class:`keras.layers.MultiHeadAttention`.

    That layer itself keeps no keys: it projects all that it is given, each time.

    Shapes:
        x, y (N, T, d_model); past_K, past_V (N, n_heads, T_past, d_head) and K, V
        (N, n_heads, T_past + T, d_head).
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
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            d_model=d_model,
            n_heads=n_heads,
            d_ff=d_ff,
            activation=activation,
            epsilon=epsilon,
            initializer=initializer,
            seed=seed,
        )
        dtype = kwargs.get("dtype")
        of_attention, of_network = spawned(seed, 2)
        self.norm1 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_attention, dtype=dtype
        )
        self.core = ScaledDotProductAttention(dtype=dtype)
        self.norm2 = LayerNorm(d_model, epsilon, dtype=dtype)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network, dtype=dtype
        )
        self.built = True

    def call(
        self,
        inputs: tf.Tensor,
        past_K: tf.Tensor | None = None,
        past_V: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Return y (N, T, d_model), and K and V of all positions so far."""
        a, parts = self.norm1(inputs), self.attention.attention
        q, K, V = (
            ops.transpose(part(a), (0, 2, 1, 3))
            for part in (parts.query_dense, parts.key_dense, parts.value_dense)
        )
        if past_K is not None:
            K, V = ops.concatenate([past_K, K], axis=2), ops.concatenate([past_V, V], axis=2)
        T, T_k = q.shape[2], K.shape[2]
        seen = ops.arange(T_k) <= ops.arange(T_k - T, T_k)[:, None]
        heads = self.core(q, K, V, mask=seen)
        h = inputs + parts.output_dense(ops.transpose(heads, (0, 2, 1, 3)))
        return h + self.feed_forward(self.norm2(h)), K, V

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
