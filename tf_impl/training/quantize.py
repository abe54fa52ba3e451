"""Affine quantization in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def quantize(
    x: tf.Tensor, n_bits: int = 8, axis: int | None = None, symmetric: bool = False
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (q, scale, zero_point).

    ``keras.quantizers.abs_max_quantize`` is the symmetric form, and returns 1 / scale.

    Shapes:
        x and q any; scale and zero_point scalars, or (C,) along the axis.
    """
    q_max = 2 ** (n_bits - 1) - 1
    q_min = -q_max - 1
    rank = len(x.shape)
    others = [k for k in range(rank) if axis is None or k != axis % rank]
    low = tf.minimum(tf.reduce_min(x, others, keepdims=True), 0)
    high = tf.maximum(tf.reduce_max(x, others, keepdims=True), 0)
    scale = tf.maximum(-low, high) / q_max if symmetric else (high - low) / (q_max - q_min)
    scale = tf.where(scale > 0, scale, tf.ones_like(scale))
    zero_point = tf.zeros_like(scale) if symmetric else q_min - tf.round(low / scale)
    q = tf.clip_by_value(tf.round(x / scale) + zero_point, q_min, q_max)
    shape = [] if axis is None else [-1]
    scale, zero_point = (tf.reshape(part, shape) for part in (scale, zero_point))
    return tf.cast(q, tf.int64), scale, tf.cast(zero_point, tf.int64)
