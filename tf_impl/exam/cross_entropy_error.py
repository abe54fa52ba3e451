"""The exam's cross-entropy in TensorFlow, and ridge and lasso by Keras' regularizers."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.regularizers import L1, L2


def cross_entropy_error(d: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Return the mean of -log(y + 1e-7) at the right classes.

    Not by :class:`keras.losses.CategoricalCrossentropy`, which normalizes and clips y.

    Shapes:
        d one-hot and y (N, C), or (C,) for one example.
    """
    right = tf.boolean_mask(y, tf.cast(d, tf.bool))
    return -tf.reduce_mean(tf.math.log(right + 1e-7))


def ridge(param: tf.Tensor, grad: tf.Tensor, rate: float) -> tf.Tensor:
    """Return grad plus the gradient of Keras' L2 with half the rate, (rate / 2) sum param^2."""
    with tf.GradientTape() as tape:
        tape.watch(param)
        penalty = L2(rate)(param)
    return grad + tape.gradient(penalty, param)


def lasso(param: tf.Tensor, grad: tf.Tensor, rate: float) -> tf.Tensor:
    """Return grad plus the gradient of Keras' L1, which the tape takes to be 0 at 0."""
    with tf.GradientTape() as tape:
        tape.watch(param)
        penalty = L1(rate)(param)
    return grad + tape.gradient(penalty, param)
