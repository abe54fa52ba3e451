"""The nearest matrix of a low rank in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def svd_low_rank(A: tf.Tensor, rank: int) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (y, error), by :func:`tf.linalg.svd`, whose V is not transposed.

    Shapes:
        A and y (m, n), error ().
    """
    s, U, V = tf.linalg.svd(A)
    y = tf.linalg.matmul(U[:, :rank] * s[:rank], V[:, :rank], transpose_b=True)
    return y, tf.norm(A - y)
