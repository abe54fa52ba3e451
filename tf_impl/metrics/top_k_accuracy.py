"""Top-k accuracy in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def top_k_accuracy(y: tf.Tensor, t: tf.Tensor, k: int = 5) -> tf.Tensor:
    """Return the share of the examples whose true class is among the k best.

    It is that of :class:`keras.metrics.SparseTopKCategoricalAccuracy`, which takes scores in
    float32 alone.

    Shapes:
        y (N, C), t (N,); the result a scalar.
    """
    return keras.metrics.SparseTopKCategoricalAccuracy(k)(t, tf.cast(y, tf.float32))
