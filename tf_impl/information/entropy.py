"""Entropy in TensorFlow."""

from __future__ import annotations

import math

import tensorflow as tf


def entropy(p: tf.Tensor, axis: int = -1, base: float = math.e) -> tf.Tensor:
    """Return H = -sum_i p_i log p_i, by :func:`tf.math.xlogy`, which is 0 at 0.

    Shapes:
        p any, probabilities along the axis; H as p without it.
    """
    return -tf.reduce_sum(tf.math.xlogy(p, p), axis=axis) / math.log(base)
