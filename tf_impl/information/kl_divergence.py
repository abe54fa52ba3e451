"""The Kullback-Leibler divergence in TensorFlow."""

from __future__ import annotations

import math

import tensorflow as tf


def kl_divergence(p: tf.Tensor, q: tf.Tensor, axis: int = -1, base: float = math.e) -> tf.Tensor:
    """Return KL(p || q), by :func:`tf.math.xlogy`: Keras' own clips both from below.

    Shapes:
        p, q any, probabilities along the axis; KL as p without it.
    """
    each = tf.math.xlogy(p, p) - tf.math.xlogy(p, q)
    return tf.reduce_sum(each, axis=axis) / math.log(base)
