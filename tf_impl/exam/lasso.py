"""Lasso gradient (exam) in Keras."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.regularizers.l1 import L1


def lasso(param: tf.Tensor, grad: tf.Tensor, rate: float) -> tf.Tensor:
    """Return grad plus the gradient of Keras' L1, which the tape takes to be 0 at 0."""
    with tf.GradientTape() as tape:
        tape.watch(param)
        penalty = L1(rate)(param)
    return grad + tape.gradient(penalty, param)
