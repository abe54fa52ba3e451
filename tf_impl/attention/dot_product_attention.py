"""Dot-product attention in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.source import attend, mean_of
from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class DotProductAttention(keras.layers.Layer):
    """y = softmax(Q W K^T) V, by :class:`keras.layers.Attention`, with a dense layer for W.

    Keras' own "concat" adds queries and keys in tanh, and has a number where v is a vector. So with
    score="concat" two dense layers score the pairs, joined in one vector each.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); kernels (in, out).
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        n_units: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            score=score,
            n_query=n_query,
            n_key=n_key,
            n_units=n_units,
            initializer=initializer,
            seed=seed,
        )
        self.attention = keras.layers.Attention(dtype=self.dtype_policy)
        self.map = self.v = None
        if score == "general":
            self.map = self.dense(n_query, n_key, seed)
        if score == "concat":
            (of_v,) = spawned(seed, 1)
            self.map = self.dense(n_query + n_key, n_units, seed)
            self.v = self.dense(n_units, 1, of_v)

    def dense(self, n_in: int, n_out: int, seed: int | None) -> keras.layers.Dense:
        """Return a dense layer without a bias, whose kernel was drawn."""
        drawn = seeded(self.own["initializer"] or GlorotUniform(), seed)
        layer = keras.layers.Dense(
            n_out, use_bias=False, kernel_initializer=drawn, dtype=self.dtype_policy
        )
        layer.build((None, None, n_in))
        return layer

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
        V = K if V is None else V
        if self.v is not None:
            y = mean_of(self.concat(queries, K), V, mask)
        else:
            queries = queries if self.map is None else self.map(queries)
            y = attend(self.attention, queries, K, V, mask)
        return y[:, 0] if len(Q.shape) == 2 else y

    def concat(self, Q: tf.Tensor, K: tf.Tensor) -> tf.Tensor:
        """Return the scores (N, T_q, T_k) of every query, joined with every key."""
        q = tf.repeat(Q[:, :, None], K.shape[1], axis=2)
        k = tf.repeat(K[:, None], Q.shape[1], axis=1)
        return self.v(tf.tanh(self.map(tf.concat([q, k], axis=3))))[..., 0]

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _ConcatOfKeras(DotProductAttention):
    """What Keras itself calls "concat": it adds queries and keys."""

    def call(self, Q: tf.Tensor, K: tf.Tensor) -> tf.Tensor:
        """Return y (N, T_q, d_v)."""
        attention = keras.layers.Attention(score_mode="concat", dtype=self.dtype_policy)
        return attend(attention, Q, K, K, None)
