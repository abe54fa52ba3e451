"""Scaled dot-product attention in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.causal_mask import causal_mask


@keras.saving.register_keras_serializable(package="dl_parity")
class ScaledDotProductAttention(keras.layers.Layer):
    """y = softmax(Q K^T / sqrt(d_k)) V, composed of Keras' operations.

    :func:`keras.ops.dot_product_attention` computes the same of four axes (N, T, heads, d), but
    its scale goes through float32, and its way of masking lets a query without keys attend to all.

    Shapes:
        Q (..., T_q, d_k), K (..., T_k, d_k), V (..., T_k, d_v), y (..., T_q, d_v); bias, mask and
        kept are broadcast to (..., T_q, T_k).
    """

    def __init__(
        self,
        causal: bool = False,
        scale: float | None = None,
        softcap: float | None = None,
        rate: float = 0.0,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.causal, self.scale = causal, scale
        self.softcap, self.rate = softcap, rate

    def call(
        self,
        Q: tf.Tensor,
        K: tf.Tensor,
        V: tf.Tensor,
        bias: tf.Tensor | None = None,
        mask: tf.Tensor | None = None,
        kept: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return y (..., T_q, d_v)."""
        scale = Q.shape[-1] ** -0.5 if self.scale is None else self.scale
        scores = tf.matmul(Q, K, transpose_b=True) * tf.constant(scale, Q.dtype)
        if self.softcap is not None:
            cap = tf.constant(self.softcap, Q.dtype)
            scores = cap * tf.tanh(scores / cap)
        if bias is not None:
            scores += bias
        if mask is not None:
            scores = tf.where(tf.cast(mask, tf.bool), scores, -float("inf"))
        if self.causal:
            scores = tf.where(causal_mask(Q.shape[-2], K.shape[-2]), scores, -float("inf"))
        weights = _softmax_or_0(scores)
        if kept is not None:
            weights *= tf.cast(kept, Q.dtype) / tf.constant(1 - self.rate, Q.dtype)
        return tf.matmul(weights, V)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {
            **super().get_config(),
            "causal": self.causal,
            "scale": self.scale,
            "softcap": self.softcap,
            "rate": self.rate,
        }


def _softmax_or_0(scores: tf.Tensor) -> tf.Tensor:
    """Return the softmax over the last axis; 0 where all scores are -inf."""
    attends = tf.reduce_any(scores > -float("inf"), axis=-1, keepdims=True)
    weights = keras.ops.softmax(tf.where(attends, scores, 0.0), axis=-1)
    return tf.where(attends, weights, 0.0)


class _AsKeras(ScaledDotProductAttention):
    """Keras' own function, given one head."""

    def call(self, Q: tf.Tensor, K: tf.Tensor, V: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        """Return y."""
        heads = (tensor[:, :, None] for tensor in (Q, K, V))
        y = keras.ops.dot_product_attention(*heads, mask=tf.cast(mask, tf.bool)[None, None])
        return y[:, :, 0]


class _HeadsOfKeras(ScaledDotProductAttention):
    """Keras' own function, given Q, K and V (N, heads, T, d)."""

    def call(self, Q: tf.Tensor, K: tf.Tensor, V: tf.Tensor) -> tf.Tensor:
        """Return y."""
        heads = (tf.transpose(tensor, (0, 2, 1, 3)) for tensor in (Q, K, V))
        return tf.transpose(keras.ops.dot_product_attention(*heads), (0, 2, 1, 3))
