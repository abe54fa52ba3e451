"""Perplexity in Keras."""

from __future__ import annotations

import math

import keras
import tensorflow as tf


def perplexity(
    x: tf.Tensor,
    t: tf.Tensor | None = None,
    given: str = "probabilities",
    ignore_label: int | None = -1,
    base: float = math.e,
) -> tf.Tensor:
    """Return exp of the mean loss; of logits by ``sparse_categorical_crossentropy``.

    Shapes:
        x (..., C), or losses (...); t (...).
    """
    counts = None if t is None or ignore_label is None else t != ignore_label
    if given == "losses":
        losses = x
    elif given == "logits":
        losses = keras.losses.sparse_categorical_crossentropy(
            t, x, from_logits=True, ignore_class=ignore_label
        )
    else:  # Keras' own would clip what is near 0
        words = t if counts is None else tf.where(counts, t, 0)
        losses = -tf.math.log(tf.gather(x, words, axis=-1, batch_dims=len(t.shape)))
    if counts is not None:
        losses = tf.boolean_mask(losses, counts)
    return tf.pow(tf.constant(base, x.dtype), tf.reduce_mean(losses))


def _clipped(x: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
    """Return the perplexity of probabilities with Keras' own loss, which clips them."""
    return tf.exp(tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(t, x)))
