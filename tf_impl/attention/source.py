"""What the attentions of encoder and decoder share in Keras: how a source is passed on."""

from __future__ import annotations

import keras
import tensorflow as tf


def attend(
    attention: keras.layers.Attention,
    queries: tf.Tensor,
    keys: tf.Tensor,
    V: tf.Tensor,
    mask: tf.Tensor | None,
) -> tf.Tensor:
    """Return what one of Keras' attentions gives for the steps that count (N, T_k).

    Keras takes the values before the keys, and masks for the queries and for the values.
    """
    masks = None if mask is None else [None, tf.cast(mask, tf.bool)]
    return attention([queries, V, keys], mask=masks)


def mean_of(scores: tf.Tensor, V: tf.Tensor, mask: tf.Tensor | None) -> tf.Tensor:
    """Return softmax(scores) V for scores (N, T_q, T_k), over the steps that count (N, T_k)."""
    if mask is not None:
        scores = tf.where(tf.cast(mask, tf.bool)[:, None], scores, -float("inf"))
    return tf.matmul(keras.ops.softmax(scores, axis=-1), V)
