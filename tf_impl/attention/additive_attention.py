"""Additive attention in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.source import attend
from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class AdditiveAttention(keras.layers.Layer):
    """scores = v · tanh(Q W_q + K W_k), by :class:`keras.layers.AdditiveAttention`.

    That layer has no W_q and W_k, so two dense layers stand before it; it calls v its scale.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); kernels (in, out), scale (n_units,).
    """

    def __init__(
        self,
        n_query: int,
        n_key: int,
        n_units: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            n_query=n_query, n_key=n_key, n_units=n_units, initializer=initializer, seed=seed
        )
        draw = initializer or GlorotUniform()
        of_keys, of_v = spawned(seed, 2)
        told = {"use_bias": False, "dtype": self.dtype_policy}
        self.q = keras.layers.Dense(n_units, kernel_initializer=seeded(draw, seed), **told)
        self.k = keras.layers.Dense(n_units, kernel_initializer=seeded(draw, of_keys), **told)
        self.attention = keras.layers.AdditiveAttention(dtype=self.dtype_policy)
        self.q.build((None, None, n_query))
        self.k.build((None, None, n_key))
        self.attention.build([(None, None, n_units)] * 3)
        self.attention.scale.assign(seeded(draw, of_v)((n_units, 1))[:, 0])

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
        y = attend(self.attention, self.q(queries), self.k(K), K if V is None else V, mask)
        return y[:, 0] if len(Q.shape) == 2 else y

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _WithoutProjections(AdditiveAttention):
    """Keras' layer alone, which adds the first units of queries and keys as they are."""

    def call(self, Q: tf.Tensor, K: tf.Tensor) -> tf.Tensor:
        """Return y (N, T_q, d_v)."""
        n_units = self.own["n_units"]
        return attend(self.attention, Q[..., :n_units], K[..., :n_units], K, None)
