"""The policy gradient in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def policy_gradient(
    x: tf.Tensor,
    a: tf.Tensor,
    G: tf.Tensor,
    baseline: tf.Tensor | None = None,
    reduction: str = "mean",
) -> tf.Tensor:
    """Return L by the cross-entropy with the actions as classes, weighted.

    Shapes:
        x (T, A), a, G and baseline (T,), L a scalar.
    """
    weight = G if baseline is None else G - tf.stop_gradient(baseline)
    losses = weight * keras.losses.sparse_categorical_crossentropy(a, x, from_logits=True)
    return tf.reduce_mean(losses) if reduction == "mean" else tf.reduce_sum(losses)
