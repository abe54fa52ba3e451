"""Distances in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


def distances(
    a: tf.Tensor,
    b: tf.Tensor,
    metric: str = "euclidean",
    p: float = 3.0,
    covariance: Any = None,
) -> tf.Tensor:
    """Return how far each row of a is from each of b, by :func:`keras.ops.norm` where it can.

    Shapes:
        a (N, D), b (M, D), covariance (D, D), y (N, M).
    """
    if metric == "cosine":
        a, b = (
            tf.math.l2_normalize(a, axis=1, epsilon=0.0),
            tf.math.l2_normalize(b, axis=1, epsilon=0.0),
        )
        return 1 - tf.linalg.matmul(a, b, transpose_b=True)
    d = a[:, None] - b
    if metric == "mahalanobis":
        inverse = tf.linalg.inv(tf.cast(tf.constant(covariance), a.dtype))
        return tf.sqrt(tf.einsum("nmi,ij,nmj->nm", d, inverse, d))
    if metric == "lp":
        return tf.reduce_sum(tf.abs(d) ** p, axis=2) ** (1 / p)
    order = {"manhattan": 1, "chebyshev": float("inf")}.get(metric, 2)
    return keras.ops.norm(d, ord=order, axis=2)
