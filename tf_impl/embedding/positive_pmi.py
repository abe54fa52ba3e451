"""Positive pointwise mutual information in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def positive_pmi(C: tf.Tensor, epsilon: float = 1e-8) -> tf.Tensor:
    """Return y (V, K) for counts C (V, K), from the shares of the rows and of the columns."""
    C = tf.cast(C, keras.config.floatx()) if C.dtype.is_integer else C
    of_its_row = tf.math.divide_no_nan(C, tf.reduce_sum(C, axis=1, keepdims=True))
    columns = tf.reduce_sum(C, axis=0, keepdims=True) / tf.reduce_sum(C)
    return keras.ops.relu(keras.ops.log2(tf.math.divide_no_nan(of_its_row, columns) + epsilon))
