"""The loss of SSD, with hard negatives, in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def ssd_loss(
    scores: tf.Tensor,
    offsets: tf.Tensor,
    classes: tf.Tensor,
    targets: tf.Tensor,
    negative_ratio: float = 3.0,
    alpha: float = 1.0,
) -> tf.Tensor:
    """Return L, image by image: the hardest negatives by :func:`tf.math.top_k`.

    Shapes:
        scores (N, A, K), offsets and targets (N, A, 4), classes (N, A), L ().
    """
    losses = keras.losses.sparse_categorical_crossentropy(classes, scores, from_logits=True)
    total, count = tf.constant(0, scores.dtype), 0
    for loss, kind, given, wanted in zip(losses, classes, offsets, targets, strict=True):
        own, rest = loss[kind > 0], loss[kind == 0]
        k = min(int(negative_ratio * len(own)), len(rest))
        d = tf.abs(given[kind > 0] - wanted[kind > 0])
        places = tf.reduce_sum(tf.where(d < 1, d * d / 2, d - 0.5))
        total += tf.reduce_sum(own) + tf.reduce_sum(tf.math.top_k(rest, k).values) + alpha * places
        count += len(own)
    return total / max(count, 1)
