"""k-means in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def k_means(
    x: tf.Tensor, centers: tf.Tensor, n_steps: int = 10
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (centers, nearest, inertia), means by :func:`tf.math.unsorted_segment_mean`.

    Shapes:
        x (N, D), centers (K, D), nearest (N,), inertia ().
    """

    def squares() -> tf.Tensor:
        return tf.reduce_sum(tf.math.squared_difference(x[:, None], centers), axis=-1)

    for _ in range(n_steps):
        nearest = tf.argmin(squares(), axis=1)
        means = tf.math.unsorted_segment_mean(x, nearest, len(centers))
        taken = tf.reduce_any(nearest[:, None] == tf.range(len(centers), dtype=tf.int64), axis=0)
        centers = tf.where(taken[:, None], means, centers)
    return centers, tf.argmin(squares(), axis=1), tf.reduce_sum(tf.reduce_min(squares(), axis=1))
