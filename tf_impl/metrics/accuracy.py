"""Accuracy in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def accuracy(y: tf.Tensor, t: tf.Tensor, threshold: float | None = None) -> tf.Tensor:
    """Return the share of the examples that are right, by Keras' metric for what is given.

    Shapes:
        y (N,) or (N, C), t (N,) or (N, C); the result a scalar.
    """
    if threshold is not None:
        return keras.metrics.BinaryAccuracy(threshold=threshold)(t, y)
    match len(y.shape), len(t.shape):
        case 2, 2:
            return keras.metrics.CategoricalAccuracy()(t, y)
        case 2, 1:
            return keras.metrics.SparseCategoricalAccuracy()(t, y)
        case 1, 2:
            t = tf.argmax(t, axis=1)
    return keras.metrics.Accuracy()(t, y)
