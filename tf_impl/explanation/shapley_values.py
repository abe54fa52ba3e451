"""Shapley values in TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import tensorflow as tf


def shapley_values(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, baseline: tf.Tensor | None = None
) -> tf.Tensor:
    """Return the sums over the coalitions, weighted by the beta function of their sizes.

    Shapes:
        x, baseline and the values (n,).
    """
    x = x if x.dtype.is_floating else tf.cast(x, tf.float64)
    baseline = tf.zeros_like(x) if baseline is None else baseline
    n = len(x)
    inside = tf.constant(list(product((False, True), repeat=n)))
    v = tf.stack([f(tf.where(member, x, baseline)) for member in inside])
    member = tf.cast(inside, x.dtype)
    size = tf.reduce_sum(member, axis=1, keepdims=True)
    # B(a, b) = (a - 1)! (b - 1)! / (a + b - 1)!, where a counts the feature itself if it is in.
    a, b = size + 1 - member, n - size + member
    weight = tf.exp(tf.math.lbeta(tf.stack([a, b], axis=-1)))
    return tf.linalg.matvec(weight * (2 * member - 1), v, transpose_a=True)
