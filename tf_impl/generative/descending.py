"""One step down a gradient, for networks that train themselves."""

from __future__ import annotations

from collections.abc import Callable

import keras
import tensorflow as tf


def descend(loss: Callable[[], tf.Tensor], variables: list[keras.Variable], lr: float) -> tf.Tensor:
    """Move some variables against their gradient of the loss, by :class:`keras.optimizers.SGD`.

    Returns:
        the loss before the step.
    """
    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, [variable.value for variable in variables])
    keras.optimizers.SGD(lr).apply(gradients, variables)
    return value
