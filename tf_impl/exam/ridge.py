"""Ridge gradient (exam) in Keras."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.regularizers.l2 import L2


def ridge(param: tf.Tensor, grad: tf.Tensor, rate: float) -> tf.Tensor:
    """Return grad plus the gradient of Keras' L2 with half the rate, (rate / 2) sum param^2."""
    with tf.GradientTape() as tape:
        tape.watch(param)
        penalty = L2(rate)(param)
    return grad + tape.gradient(penalty, param)
