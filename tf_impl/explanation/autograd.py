"""The gradient of a function by TensorFlow's tape."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def autograd(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    """Return df/dx at x, of its shape."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)
