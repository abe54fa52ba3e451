"""Dot-product attention in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.source import attend
from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class DotProductAttention(keras.layers.Layer):
    """y = softmax(Q W K^T) V, by :class:`keras.layers.Attention`, with a dense layer for W.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); kernel (n_query, n_key).
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            score=score, n_query=n_query, n_key=n_key, initializer=initializer, seed=seed
        )
        self.attention = keras.layers.Attention(dtype=self.dtype_policy)
        self.map = None
        if score == "general":
            self.map = keras.layers.Dense(
                n_key,
                use_bias=False,
                kernel_initializer=seeded(initializer or GlorotUniform(), seed),
                dtype=self.dtype_policy,
            )
            self.map.build((None, None, n_query))

    def build(self, input_shape: tuple) -> None:
        """Do nothing: the weights are there from the start."""
        self.built = True

    def call(
        self,
        Q: tf.Tensor,
        K: tf.Tensor,
        V: tf.Tensor | None = None,
        mask: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return y (N, T_q, d_v), or (N, d_v) for one query."""
        queries = Q[:, None] if len(Q.shape) == 2 else Q
        queries = queries if self.map is None else self.map(queries)
        y = attend(self.attention, queries, K, K if V is None else V, mask)
        return y[:, 0] if len(Q.shape) == 2 else y

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
