"""Federated averaging in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def federated_averaging(W: tf.Tensor, n: tf.Tensor) -> tf.Tensor:
    """Return the global model, all clients at once.

    Shapes:
        W (K, ...), n (K,); the result (...).
    """
    weights = tf.reshape(tf.cast(n, W.dtype), [-1] + [1] * (len(W.shape) - 1))
    return tf.reduce_sum(weights * W, axis=0) / tf.reduce_sum(weights)
