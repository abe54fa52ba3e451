"""Pruning by magnitude in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def magnitude_pruning(
    W: tf.Tensor, sparsity: float = 0.5, axis: int | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (W_pruned, mask): what is among the largest stays.

    Shapes:
        W any; both results as W.
    """
    if axis is None:
        size = tf.abs(W)
    else:
        others = [k for k in range(len(W.shape)) if k != axis % len(W.shape)]
        size = tf.sqrt(tf.reduce_sum(tf.square(W), axis=others, keepdims=True))
    n = int(tf.size(size))
    _, largest = tf.math.top_k(tf.reshape(size, [-1]), n - round(sparsity * n))
    kept = tf.scatter_nd(largest[:, tf.newaxis], tf.ones_like(largest, W.dtype), [n])
    mask = tf.broadcast_to(tf.reshape(kept, size.shape), W.shape)
    return W * mask, mask
