"""Multi-head attention in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class _Grouped(keras.layers.GroupQueryAttention):
    """Keras' layer for groups of heads, whose parts have the names that the other layer gives."""

    query_dense = property(lambda self: self._query_dense)
    key_dense = property(lambda self: self._key_dense)
    value_dense = property(lambda self: self._value_dense)
    output_dense = property(lambda self: self._output_dense)


@keras.saving.register_keras_serializable(package="dl_parity")
class MultiHeadAttention(keras.layers.Layer):
    """Several attentions side by side, by :class:`keras.layers.MultiHeadAttention`.

    That layer takes the values before the keys, and keeps its weights with an axis for the heads.
    It is asked for its weights besides, as only then a query without keys gets 0; without, it
    gets the mean of all values. Its scale is a number of float64, which Keras would round. With
    fewer heads of keys and values it is :class:`keras.layers.GroupQueryAttention`.

    Shapes:
        Q and y (N, T_q, d_model), K and V (N, T_k, d_model); kernels of the projections
        (d_model, n_heads, d_head), of keys and values (d_model, n_kv_heads, d_head), of the
        output (n_heads, d_head, d_model), biases (heads, d_head) and (d_model,).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        causal: bool = False,
        use_bias: bool = True,
        n_kv_heads: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            d_model=d_model,
            n_heads=n_heads,
            causal=causal,
            use_bias=use_bias,
            n_kv_heads=n_kv_heads,
            initializer=initializer,
            seed=seed,
        )
        self.causal, self.with_weights = causal, True
        told = {"use_bias": use_bias, "dtype": self.dtype_policy, "kernel_initializer": "zeros"}
        d_head, n_kv = d_model // n_heads, n_heads if n_kv_heads is None else n_kv_heads
        if n_kv == n_heads:
            self.attention = keras.layers.MultiHeadAttention(n_heads, d_head, **told)
            self.attention._inverse_sqrt_key_dim = np.float64(d_head**-0.5)
        else:
            self.attention = _Grouped(d_head, n_heads, n_kv, **told)
            self.attention._inverse_sqrt_head_dim = np.float64(d_head**-0.5)
        self.attention.build((None, None, d_model), (None, None, d_model))
        # Drawn here, by the size that each kernel has as a matrix.
        parts = ("query_dense", "key_dense", "value_dense", "output_dense")
        for name, own_seed in zip(parts, (seed, *spawned(seed, 3)), strict=True):
            kernel = getattr(self.attention, name).kernel
            size = (d_model, n_kv * d_head if name in parts[1:3] else d_model)
            drawn = seeded(initializer or GlorotUniform(), own_seed)(size)
            kernel.assign(tf.reshape(drawn, kernel.shape))

    def build(self, input_shape: tuple) -> None:
        """Do nothing: the weights are there from the start."""
        self.built = True

    def call(
        self,
        Q: tf.Tensor,
        K: tf.Tensor | None = None,
        V: tf.Tensor | None = None,
        mask: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return y (N, T_q, d_model)."""
        K = Q if K is None else K
        V = K if V is None else V
        given = self.attention(
            Q,
            V,
            K,
            attention_mask=None if mask is None else tf.cast(mask, tf.bool),
            use_causal_mask=self.causal,
            return_attention_scores=self.with_weights,
        )
        return given[0] if self.with_weights else given

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y, that of Q."""
        return input_shape

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _WithoutWeights(MultiHeadAttention):
    """The layer as Keras calls it by default: by its fused function."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.with_weights = False
