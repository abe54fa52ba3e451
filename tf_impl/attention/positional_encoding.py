"""The sinusoidal positional encoding in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def positional_encoding(T: int, d: int, base: float = 10000.0) -> tf.Tensor:
    """Return P (T, d), sine and cosine by turns; Keras itself has no part for it."""
    dtype = keras.config.floatx()
    t = tf.range(T, dtype=dtype)
    exponents = tf.range(0, d, 2, dtype=dtype) / d
    angle = t[:, None] * tf.pow(tf.constant(base, dtype), -exponents)
    pairs = tf.stack([tf.sin(angle), tf.cos(angle)], axis=2)
    return tf.reshape(pairs, (T, -1))[:, :d]


def _in_halves(T: int, d: int) -> tf.Tensor:
    """Return the sines first and then the cosines, as TensorFlow's own tutorial has them."""
    P = positional_encoding(T, d)
    return tf.concat([P[:, 0::2], P[:, 1::2]], axis=1)
