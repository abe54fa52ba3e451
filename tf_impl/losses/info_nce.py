"""The InfoNCE loss in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def info_nce(
    q: tf.Tensor,
    k: tf.Tensor,
    temperature: float = 0.1,
    normalize: bool = True,
    symmetric: bool = False,
) -> tf.Tensor:
    """Return L, by :class:`keras.losses.SparseCategoricalCrossentropy` over the table of scores.

    Shapes:
        q, k (N, D); L a scalar.
    """
    if normalize:
        q, k = (v / tf.norm(v, axis=1, keepdims=True) for v in (q, k))
    s, own = tf.matmul(q, k, transpose_b=True) / temperature, tf.range(len(q))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    L = loss(own, s)
    return (L + loss(own, tf.transpose(s))) / 2 if symmetric else L
